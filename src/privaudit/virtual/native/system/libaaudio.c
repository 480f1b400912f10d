/* The part of Android's libaaudio.so with which an app asks to record. Declarations as in AOSP, frameworks/av,
 * media/libaaudio/include/aaudio/AAudio.h. The virtual phone has no microphone. */

#include <stdint.h>
#include <stdlib.h>

typedef struct { int32_t direction; } AAudioStreamBuilder;

enum { AAUDIO_OK = 0, AAUDIO_ERROR_NO_MEMORY = -887, AAUDIO_ERROR_UNAVAILABLE = -889 };

int32_t AAudio_createStreamBuilder (AAudioStreamBuilder ** builder)
{
  *builder = calloc (1, sizeof **builder);
  return *builder == NULL ? AAUDIO_ERROR_NO_MEMORY : AAUDIO_OK;
}

/* Android's function calls a method of a C++ object; this one calls as well, so that it is no shorter than a jump. */
static void set (volatile int32_t * field, int32_t value)
{
  *field = value == 1 ? 1 : 0;
}

void AAudioStreamBuilder_setDirection (AAudioStreamBuilder * builder, int32_t direction)
{
  if (builder != NULL) set (&builder->direction, direction);
}

int32_t AAudioStreamBuilder_openStream (AAudioStreamBuilder * builder, void ** stream)
{
  (void) builder;
  *stream = NULL;
  return AAUDIO_ERROR_UNAVAILABLE;
}

int32_t AAudioStreamBuilder_delete (AAudioStreamBuilder * builder)
{
  free (builder);
  return AAUDIO_OK;
}
