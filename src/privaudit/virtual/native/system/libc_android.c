/* What Android's C library has beyond that of the machine the virtual phone runs on: system properties.
 *
 * Not named libc.so: by that name Frida's Java bridge would take the process for one of Android's.
 * Declarations as in AOSP bionic, libc/include/sys/system_properties.h. The properties are those of the phone, one
 * "name=value" a line, in the file that the environment variable ANDROID_PROPERTY_FILE names. They are read once. */

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROP_VALUE_MAX 92
#define MOST 1024

typedef struct { char * name; char * value; } prop_info;

static prop_info all[MOST];
static size_t count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void read_all (void)
{
  const char * path = getenv ("ANDROID_PROPERTY_FILE");
  FILE * file = path == NULL ? NULL : fopen (path, "re");
  char line[4096];
  if (file == NULL) return;
  while (count < MOST && fgets (line, sizeof line, file) != NULL)
  {
    char * value = strchr (line, '=');
    if (value == NULL) continue;
    *value++ = 0;
    value[strcspn (value, "\n")] = 0;
    all[count].name = strdup (line);
    all[count].value = strdup (value);
    count++;
  }
  fclose (file);
}

static const prop_info * lookup (const char * name)
{
  size_t i;
  pthread_once (&once, read_all);
  for (i = 0; i < count; i++)
    if (strcmp (all[i].name, name) == 0) return &all[i];
  return NULL;
}

static int give (const prop_info * info, char * value)
{
  /* Longer values than fit are read through the callback only. */
  size_t length = strlen (info->value);
  if (length >= PROP_VALUE_MAX) length = PROP_VALUE_MAX - 1;
  memcpy (value, info->value, length);
  value[length] = 0;
  return (int) length;
}

const prop_info * __system_property_find (const char * name)
{
  return lookup (name);
}

int __system_property_get (const char * name, char * value)
{
  const prop_info * info = lookup (name);
  if (info != NULL) return give (info, value);
  value[0] = 0;
  return 0;
}

int __system_property_read (const prop_info * info, char * name, char * value)
{
  if (name != NULL) strcpy (name, info->name);
  return give (info, value);
}

void __system_property_read_callback (const prop_info * info,
    void (* callback) (void * cookie, const char * name, const char * value, uint32_t serial), void * cookie)
{
  callback (cookie, info->name, info->value, 0);
}

int __system_property_foreach (void (* propfn) (const prop_info * info, void * cookie), void * cookie)
{
  size_t i;
  pthread_once (&once, read_all);
  for (i = 0; i < count; i++) propfn (&all[i], cookie);
  return 0;
}
