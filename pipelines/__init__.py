"""What happens to a page: one socket a stage, in the order of the way of the data."""
