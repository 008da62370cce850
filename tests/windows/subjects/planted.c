/* A library that somebody planted beside a program: it writes down into which program it was loaded. */
#include <windows.h>
#include <stdio.h>

BOOL WINAPI DllMain(HINSTANCE own, DWORD why, LPVOID reserved) {
    (void)own, (void)reserved;
    if (why == DLL_PROCESS_ATTACH) {
        CreateDirectoryW(L"C:\\seen-by-tests", NULL);
        FILE *file = fopen("C:\\seen-by-tests\\planted.txt", "ab");
        if (file) {
            fprintf(file, "%ls\n", GetCommandLineW());
            fclose(file);
        }
    }
    return TRUE;
}
