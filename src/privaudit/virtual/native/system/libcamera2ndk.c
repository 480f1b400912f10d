/* The part of Android's libcamera2ndk.so with which an app opens a camera. Declarations as in AOSP, frameworks/av,
 * camera/ndk/include/camera/NdkCameraManager.h. The virtual phone has no camera. */

#include <stddef.h>
#include <stdlib.h>

typedef struct { int unused; } ACameraManager;

enum { ACAMERA_ERROR_CAMERA_DISCONNECTED = -10002 };

ACameraManager * ACameraManager_create (void)
{
  return calloc (1, sizeof (ACameraManager));
}

void ACameraManager_delete (ACameraManager * manager)
{
  free (manager);
}

int ACameraManager_openCamera (ACameraManager * manager, const char * id, void * callback, void ** device)
{
  (void) manager; (void) id; (void) callback;
  *device = NULL;
  return ACAMERA_ERROR_CAMERA_DISCONNECTED;
}
