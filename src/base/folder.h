/*
 * folder: a folder of its own for several files. It must be new or empty: nothing of anybody's is
 * overwritten, and there is no link in it that could lead a file elsewhere. And what is in one.
 */
#ifndef QUOIN_BASE_FOLDER_H
#define QUOIN_BASE_FOLDER_H

#include <dirent.h>

#include "base/diag.h"

/* Makes the folder, or sees that it is empty. False after a finding (Q702). */
bool folder_claim(struct diag *d, str path);

/* Publishes (file.h) folder/name, making the folders between. `name` is plain (file_plain_name). */
bool folder_publish(struct diag *d, str folder, str name, str bytes);

/* The entries of an open folder, from the first, to be given to closedir(); NULL and errno. */
DIR *folder_list(int dir);

#endif
