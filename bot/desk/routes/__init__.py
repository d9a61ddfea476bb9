"""The requests of the desk, one file a resource. Each adds its routes to the blueprint; each route begins by asking the guard who asks."""
