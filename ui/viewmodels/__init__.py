"""What a screen shows and may do: services called through the job runner."""
