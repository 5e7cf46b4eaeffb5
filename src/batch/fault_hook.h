/*
 * fault_hook: faults on demand, for tests alone. Nothing of it is in the program unless it is
 * compiled with -DQUOIN_FAULT_HOOKS.
 *
 * The environment then says which reports shall go wrong, by a part of their paths:
 * QUOIN_FAULT="segv:NAME,spin:NAME,…"
 *
 *     segv     a crash                           spin     computes for ever
 *     abort    abort(), as libharu does          hang     waits for ever
 *     exit     exit(1), as libhyphen does        eat      takes memory till there is no more, then
 *     kill     SIGKILL, as the system does                abort()
 *     garbage  sends what is no parcel           flood    sends without end
 *     torn     sends half a parcel               linger   sends its parcel, then stays
 *     empty    claims to be done, sends no PDF
 */
#ifndef QUOIN_BATCH_FAULT_HOOK_H
#define QUOIN_BATCH_FAULT_HOOK_H

#ifdef QUOIN_FAULT_HOOKS
/* In the child, before rendering. Returns if the report is none of those named. */
void fault_hook(const char *path, int pipe);
#else
static inline void fault_hook(const char *path, int pipe)
{
    (void)path;
    (void)pipe;
}
#endif

#endif
