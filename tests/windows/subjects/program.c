/* A program that does nothing: as a service it runs until it is stopped, otherwise until its input ends.

   With --ends-without-a-word on its command line it is a service that ends when it is to stop, and never says so. */
#include <windows.h>
#include <wchar.h>

static SERVICE_STATUS_HANDLE handle;
static SERVICE_STATUS status = {SERVICE_WIN32_OWN_PROCESS, SERVICE_RUNNING, SERVICE_ACCEPT_STOP};
static SRWLOCK one_at_a_time = SRWLOCK_INIT;
static HANDLE stopped;

/* Tell the manager a new state, or with 0 the same once more. Two threads tell, and what comes last is believed: told
   without a lock, "running" could arrive after "stopped", and Wine's manager, which does not look whether a program
   still runs, would say so for good. */
static void tell(DWORD state) {
    AcquireSRWLockExclusive(&one_at_a_time);
    if (status.dwCurrentState != SERVICE_STOPPED) {
        status.dwCurrentState = state ? state : status.dwCurrentState;
        SetServiceStatus(handle, &status);
    }
    ReleaseSRWLockExclusive(&one_at_a_time);
}

static BOOL ends_without_a_word(void) {
    return wcsstr(GetCommandLineW(), L" --ends-without-a-word") != NULL;
}

static void WINAPI control(DWORD wish) {
    if (wish != SERVICE_CONTROL_STOP) {
        tell(0);
    } else if (ends_without_a_word()) {
        ExitProcess(1);
    } else {
        tell(SERVICE_STOP_PENDING);
        SetEvent(stopped);
    }
}

static void WINAPI run(DWORD count, LPWSTR *words) {
    (void)count, (void)words;
    stopped = CreateEventW(NULL, TRUE, FALSE, NULL);
    handle = RegisterServiceCtrlHandlerW(L"", control);
    tell(SERVICE_RUNNING);
    WaitForSingleObject(stopped, INFINITE);
    tell(SERVICE_STOPPED);
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
