"""Files that bear an incident out: what is taken in, how it is kept, and what the public gets of it.

`kinds`, `pictures`, `papers`, `packages`, `recordings`, `boxes` and `child` touch hostile files: they run in a process
of their own and know nothing of Django. `sealing` and `store` keep originals; `custody` is every step with them.
"""
