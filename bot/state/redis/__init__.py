"""The connection to Redis, whatever kind it is: one server, Sentinel, a Cluster, or the embedded one."""
