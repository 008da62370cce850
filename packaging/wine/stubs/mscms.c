/* mscms.dll, only to answer "this screen has no colour profile", which Qt takes as sRGB. Wine 8 ends the process when
   Qt's window plug-in calls WcsCreateIccProfile. */
#define EXPORT __declspec(dllexport)

EXPORT void *OpenColorProfileW(void *profile, unsigned access, unsigned share, unsigned creation) { return 0; }
EXPORT int CloseColorProfile(void *profile) { return 1; }
EXPORT void *WcsCreateIccProfile(void *profile, unsigned options) { return 0; }
EXPORT int GetColorProfileFromHandle(void *profile, unsigned char *buffer, unsigned *size)
{
    if (size)
        *size = 0;
    return 0;
}
int __stdcall DllMainCRTStartup(void *module, unsigned reason, void *reserved) { return 1; }
