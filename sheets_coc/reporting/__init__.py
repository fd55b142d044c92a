"""What is published: statistics, disclosure control, transparency reports, charts."""
