"""What somebody may be given who asks, and erasure on request."""
