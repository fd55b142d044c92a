"""The Monday mail: composing it, sending it once."""
