"""What lies in `models/`: versions and which is current, archives, encoders, indexes."""
