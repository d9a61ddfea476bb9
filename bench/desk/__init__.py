"""The desk under those who mean harm, and with all agents and customers at once: `python -m bench.desk`."""
