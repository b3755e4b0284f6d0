/* Makes the n-th write of a process fail, or the process die in the middle of it; shifts the clock.

   Loaded ahead of the C library, so that it stands between SQLite (or Chroma) and the disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static long at, calls, clock_shift;
static int what, lasting;

/* From now on the n-th write fails with `error` (all after it too where `stays`), or kills the
   process where `error` is negative. n = 0 ends it, n < 0 only counts. */
void fault_at(long n, int error, int stays) {
    calls = 0;
    at = n;
    what = error;
    lasting = stays;
}

long fault_calls(void) { return calls; }

void shift_clock(long seconds) { clock_shift = seconds; }

static int fails(int fd) {
    if (!at || fd <= 2) return 0;
    calls++;
    return calls == at || (lasting && at > 0 && calls > at);
}

static int fail(void) {
    if (what < 0) kill(getpid(), SIGKILL);
    errno = what;
    return -1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Half of it still arrives. */
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    if (!fails(fd)) return NEXT(pwrite64)(fd, data, size, offset);
    NEXT(pwrite64)(fd, data, size / 2, offset);
    return fail();
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    if (!fails(fd)) return NEXT(pwrite)(fd, data, size, offset);
    NEXT(pwrite)(fd, data, size / 2, offset);
    return fail();
}

ssize_t write(int fd, const void *data, size_t size) {
    if (!fails(fd)) return NEXT(write)(fd, data, size);
    NEXT(write)(fd, data, size / 2);
    return fail();
}

int fsync(int fd) { return fails(fd) ? fail() : NEXT(fsync)(fd); }

int fdatasync(int fd) { return fails(fd) ? fail() : NEXT(fdatasync)(fd); }

int ftruncate(int fd, off_t size) { return fails(fd) ? fail() : NEXT(ftruncate)(fd, size); }

int ftruncate64(int fd, off64_t size) { return fails(fd) ? fail() : NEXT(ftruncate64)(fd, size); }

int clock_gettime(clockid_t id, struct timespec *now) {
    int result = NEXT(clock_gettime)(id, now);
    if (id == CLOCK_REALTIME) now->tv_sec += clock_shift;
    return result;
}

int gettimeofday(struct timeval *now, void *zone) {
    int result = ((int (*)(struct timeval *, void *))dlsym(RTLD_NEXT, "gettimeofday"))(now, zone);
    if (!result) now->tv_sec += clock_shift;
    return result;
}

time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}
