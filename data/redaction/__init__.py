"""Personal data: found and replaced before anything is written, and looked for once more before anything is shown."""
