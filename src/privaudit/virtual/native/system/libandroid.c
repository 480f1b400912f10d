/* The part of Android's libandroid.so that gives sensors. Declarations as in AOSP, frameworks/native,
 * include/android/sensor.h. The virtual phone has an accelerometer that never moves. */

#include <stddef.h>
#include <stdint.h>

typedef struct { int type; } ASensor;
typedef struct { int unused; } ASensorManager;
typedef struct { int unused; } ASensorEventQueue;

static const ASensor accelerometer = { 1 };
static const ASensor * const list[] = { &accelerometer };
static ASensorManager manager;
static ASensorEventQueue queue;

ASensorManager * ASensorManager_getInstanceForPackage (const char * package)
{
  (void) package;
  return &manager;
}

int ASensorManager_getSensorList (ASensorManager * of, const ASensor * const ** sensors)
{
  (void) of;
  *sensors = list;
  return 1;
}

const ASensor * ASensorManager_getDefaultSensor (ASensorManager * of, int type)
{
  (void) of;
  return type == accelerometer.type ? &accelerometer : NULL;
}

ASensorEventQueue * ASensorManager_createEventQueue (ASensorManager * of, void * looper, int ident, void * callback, void * data)
{
  (void) of; (void) looper; (void) ident; (void) callback; (void) data;
  return &queue;
}

int ASensorEventQueue_enableSensor (ASensorEventQueue * of, const ASensor * sensor)
{
  (void) of;
  return sensor == NULL ? -22 : 0;
}

int ASensorEventQueue_registerSensor (ASensorEventQueue * of, const ASensor * sensor, int32_t period, int64_t latency)
{
  (void) of; (void) period; (void) latency;
  return sensor == NULL ? -22 : 0;
}
