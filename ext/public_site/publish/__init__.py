"""From a built site to a folder that any server, share or code host takes as it is."""
