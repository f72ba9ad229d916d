/* A share that hangs: every call about a path under HANGING_FOLDER, or about a file opened there, waits for as long as
   the file HANGING_FLAG exists. Built by tests/outside/hanging.py and loaded with LD_PRELOAD. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define MOST 65536
static char is_there[MOST];

static int hangs(void) {
    const char *flag = getenv("HANGING_FLAG");
    return flag && syscall(SYS_faccessat, AT_FDCWD, flag, F_OK) == 0;
}

static void wait_out(void) {
    const struct timespec pause = {0, 20000000};
    int kept = errno;
    while (hangs()) nanosleep(&pause, NULL);
    errno = kept;
}

/* Whether a path lies in the folder; one from a folder's descriptor does where the folder does. */
static int lies_there(int from, const char *path) {
    const char *folder = getenv("HANGING_FOLDER");
    size_t length = folder ? strlen(folder) : 0;
    char whole[2 * PATH_MAX];
    if (!length || !path) return 0;
    if (path[0] != '/') {
        if (from != AT_FDCWD) return from >= 0 && from < MOST && is_there[from];
        if (syscall(SYS_getcwd, whole, PATH_MAX) < 0) return 0;
        strncat(whole, "/", 2);
        strncat(whole, path, PATH_MAX - 1);
        path = whole;
    }
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int by_path(int from, const char *path) {
    int there = lies_there(from, path);
    if (there) wait_out();
    return there;
}

static void by_file(int file) {
    if (file >= 0 && file < MOST && is_there[file]) wait_out();
}

static int opened(int file, int there) {
    if (file >= 0 && file < MOST) is_there[file] = there;
    return file;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define PATH1(type, name, declared, from, path, ...) \
    type name declared { REAL(name); by_path(from, path); return real(__VA_ARGS__); }
#define PATH2(type, name, declared, from1, path1, from2, path2, ...) \
    type name declared { REAL(name); by_path(from1, path1); by_path(from2, path2); return real(__VA_ARGS__); }
#define FILE1(type, name, declared, file, ...) \
    type name declared { REAL(name); by_file(file); return real(__VA_ARGS__); }
#define OPEN(name, declared, from, path, flags, ...) \
    int name declared { \
        REAL(name); va_list rest; mode_t mode; \
        va_start(rest, flags); mode = va_arg(rest, int); va_end(rest); \
        int there = by_path(from, path); return opened(real(__VA_ARGS__, mode), there); }

OPEN(open, (const char *p, int flags, ...), AT_FDCWD, p, flags, p, flags)
OPEN(open64, (const char *p, int flags, ...), AT_FDCWD, p, flags, p, flags)
OPEN(openat, (int d, const char *p, int flags, ...), d, p, flags, d, p, flags)
OPEN(openat64, (int d, const char *p, int flags, ...), d, p, flags, d, p, flags)

DIR *opendir(const char *p) {
    REAL(opendir);
    int there = by_path(AT_FDCWD, p);
    DIR *found = real(p);
    if (found) opened(dirfd(found), there);
    return found;
}

FILE *fopen(const char *p, const char *how) {
    REAL(fopen);
    int there = by_path(AT_FDCWD, p);
    FILE *found = real(p, how);
    if (found) opened(fileno(found), there);
    return found;
}

FILE *fopen64(const char *p, const char *how) { return fopen(p, how); }

struct dirent *readdir(DIR *d) { REAL(readdir); by_file(dirfd(d)); return real(d); }
struct dirent64 *readdir64(DIR *d) { REAL(readdir64); by_file(dirfd(d)); return real(d); }

/* Python's locks and copies. The third word of fcntl is passed on as it came. */
#define FCNTL(name) \
    int name(int f, int what, ...) { \
        REAL(name); va_list rest; void *word; \
        va_start(rest, what); word = va_arg(rest, void *); va_end(rest); \
        by_file(f); return real(f, what, word); }
FCNTL(fcntl)
FCNTL(fcntl64)

ssize_t sendfile(int to, int from, off_t *at, size_t l) {
    REAL(sendfile);
    by_file(to);
    by_file(from);
    return real(to, from, at, l);
}

ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t l, unsigned flags) {
    REAL(copy_file_range);
    by_file(from);
    by_file(to);
    return real(from, a, to, b, l, flags);
}

int close(int f) { REAL(close); by_file(f); opened(f, 0); return real(f); }

PATH1(int, stat, (const char *p, struct stat *s), AT_FDCWD, p, p, s)
PATH1(int, stat64, (const char *p, struct stat64 *s), AT_FDCWD, p, p, s)
PATH1(int, lstat, (const char *p, struct stat *s), AT_FDCWD, p, p, s)
PATH1(int, lstat64, (const char *p, struct stat64 *s), AT_FDCWD, p, p, s)
PATH1(int, fstatat, (int d, const char *p, struct stat *s, int f), d, p, d, p, s, f)
PATH1(int, fstatat64, (int d, const char *p, struct stat64 *s, int f), d, p, d, p, s, f)
PATH1(int, statx, (int d, const char *p, int f, unsigned m, struct statx *s), d, p, d, p, f, m, s)
PATH1(int, statfs, (const char *p, struct statfs *s), AT_FDCWD, p, p, s)
PATH1(int, statfs64, (const char *p, struct statfs64 *s), AT_FDCWD, p, p, s)
PATH1(int, statvfs, (const char *p, struct statvfs *s), AT_FDCWD, p, p, s)
PATH1(int, statvfs64, (const char *p, struct statvfs64 *s), AT_FDCWD, p, p, s)
PATH1(int, access, (const char *p, int m), AT_FDCWD, p, p, m)
PATH1(int, faccessat, (int d, const char *p, int m, int f), d, p, d, p, m, f)
PATH1(int, euidaccess, (const char *p, int m), AT_FDCWD, p, p, m)
PATH1(int, mkdir, (const char *p, mode_t m), AT_FDCWD, p, p, m)
PATH1(int, mkdirat, (int d, const char *p, mode_t m), d, p, d, p, m)
PATH1(int, rmdir, (const char *p), AT_FDCWD, p, p)
PATH1(int, unlink, (const char *p), AT_FDCWD, p, p)
PATH1(int, unlinkat, (int d, const char *p, int f), d, p, d, p, f)
PATH1(int, chmod, (const char *p, mode_t m), AT_FDCWD, p, p, m)
PATH1(int, chdir, (const char *p), AT_FDCWD, p, p)
PATH1(int, truncate, (const char *p, off_t l), AT_FDCWD, p, p, l)
PATH1(int, utimensat, (int d, const char *p, const struct timespec t[2], int f), d, p, d, p, t, f)
PATH1(ssize_t, readlink, (const char *p, char *b, size_t l), AT_FDCWD, p, p, b, l)
PATH1(ssize_t, readlinkat, (int d, const char *p, char *b, size_t l), d, p, d, p, b, l)
PATH1(char *, realpath, (const char *p, char *b), AT_FDCWD, p, p, b)
PATH1(int, inotify_add_watch, (int f, const char *p, unsigned m), AT_FDCWD, p, f, p, m)
PATH1(ssize_t, getxattr, (const char *p, const char *n, void *v, size_t l), AT_FDCWD, p, p, n, v, l)
PATH2(int, rename, (const char *p, const char *q), AT_FDCWD, p, AT_FDCWD, q, p, q)
PATH2(int, renameat, (int d, const char *p, int e, const char *q), d, p, e, q, d, p, e, q)
PATH2(int, renameat2, (int d, const char *p, int e, const char *q, unsigned f), d, p, e, q, d, p, e, q, f)
PATH2(int, link, (const char *p, const char *q), AT_FDCWD, p, AT_FDCWD, q, p, q)
PATH2(int, symlink, (const char *p, const char *q), AT_FDCWD, q, AT_FDCWD, q, p, q)

FILE1(ssize_t, read, (int f, void *b, size_t l), f, f, b, l)
FILE1(ssize_t, write, (int f, const void *b, size_t l), f, f, b, l)
FILE1(ssize_t, pread, (int f, void *b, size_t l, off_t o), f, f, b, l, o)
FILE1(ssize_t, pread64, (int f, void *b, size_t l, off64_t o), f, f, b, l, o)
FILE1(ssize_t, pwrite, (int f, const void *b, size_t l, off_t o), f, f, b, l, o)
FILE1(ssize_t, pwrite64, (int f, const void *b, size_t l, off64_t o), f, f, b, l, o)
FILE1(int, fsync, (int f), f, f)
FILE1(int, fdatasync, (int f), f, f)
FILE1(int, fstat, (int f, struct stat *s), f, f, s)
FILE1(int, fstat64, (int f, struct stat64 *s), f, f, s)
FILE1(int, ftruncate, (int f, off_t l), f, f, l)
FILE1(int, ftruncate64, (int f, off64_t l), f, f, l)
FILE1(int, fchmod, (int f, mode_t m), f, f, m)
FILE1(int, fstatfs, (int f, struct statfs *s), f, f, s)
FILE1(int, fstatfs64, (int f, struct statfs64 *s), f, f, s)
FILE1(DIR *, fdopendir, (int f), f, f)
