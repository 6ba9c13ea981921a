"""The same work on a Ray cluster: extraction as tasks, a batch's workers as actors. Needs `pagearchive[ray]`.

Only what is in here knows Ray, and it is loaded when `--engine ray` asks for it.
"""
