"""Messaging channels: nothing lost, nothing twice, acknowledged in time, whatever bodies and outages come."""
