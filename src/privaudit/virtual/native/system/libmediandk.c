/* The part of Android's libmediandk.so that identifies a device. Declarations as in AOSP, frameworks/av,
 * media/ndk/include/media/NdkMediaDrm.h. The id is one of the virtual phone, made up and always the same. */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct { uint8_t id[32]; } AMediaDrm;
typedef struct { const uint8_t * ptr; size_t length; } AMediaDrmByteArray;

enum { AMEDIA_OK = 0, AMEDIA_ERROR_INVALID_PARAMETER = -10003 };

AMediaDrm * AMediaDrm_createByUUID (const uint8_t * uuid)
{
  AMediaDrm * drm = malloc (sizeof *drm);
  size_t i;
  if (drm == NULL) return NULL;
  for (i = 0; i < sizeof drm->id; i++) drm->id[i] = (uint8_t) (uuid[i % 16] ^ (17 * i + 3));
  return drm;
}

int AMediaDrm_getPropertyByteArray (AMediaDrm * drm, const char * name, AMediaDrmByteArray * value)
{
  if (strcmp (name, "deviceUniqueId") != 0) return AMEDIA_ERROR_INVALID_PARAMETER;
  value->ptr = drm->id;
  value->length = sizeof drm->id;
  return AMEDIA_OK;
}

void AMediaDrm_release (AMediaDrm * drm)
{
  free (drm);
}
