/*
 * seal: system calls that a process gives up for good, it and all it might start: to open sockets,
 * start processes or run programs, reach into or signal other processes; and, by Landlock, to
 * write, make, rename or remove any file. What it has open stays open.
 *
 * Where the kernel has neither seccomp nor Landlock, or the machine is none of those named in
 * seal.c, nothing happens: this is the second fence, not the first.
 */
#ifndef QUOIN_BATCH_SEAL_H
#define QUOIN_BATCH_SEAL_H

/* After PR_SET_NO_NEW_PRIVS, which both need. Denied calls fail with EPERM or EACCES. */
void seal_self(void);

#endif
