/* A program that does nothing: as a service it runs until it is stopped, otherwise until its input ends. */
#include <windows.h>

static SERVICE_STATUS_HANDLE handle;
static SERVICE_STATUS status = {SERVICE_WIN32_OWN_PROCESS, SERVICE_RUNNING, SERVICE_ACCEPT_STOP};
static HANDLE stopped;

static void WINAPI control(DWORD wish) {
    if (wish == SERVICE_CONTROL_STOP) {
        SetEvent(stopped);
    }
    SetServiceStatus(handle, &status);
}

static void WINAPI run(DWORD count, LPWSTR *words) {
    (void)count, (void)words;
    stopped = CreateEventW(NULL, TRUE, FALSE, NULL);
    handle = RegisterServiceCtrlHandlerW(L"", control);
    SetServiceStatus(handle, &status);
    WaitForSingleObject(stopped, INFINITE);
    status.dwCurrentState = SERVICE_STOPPED;
    SetServiceStatus(handle, &status);
}

int serve(void) {
    SERVICE_TABLE_ENTRYW table[] = {{L"", run}, {NULL, NULL}};
    if (!StartServiceCtrlDispatcherW(table)) {
        char letter;
        DWORD taken;
        while (ReadFile(GetStdHandle(STD_INPUT_HANDLE), &letter, 1, &taken, NULL) && taken) {
        }
    }
    return 0;
}
