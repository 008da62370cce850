/* Looks like a program of a maker that is its own uninstaller, and acts as the file look-alike.ini beside it says.

   With --service it serves, as program.c does, and so it does with --control and --tray.
   It writes down every call in C:\seen-by-tests, so that a test knows what was run, from where and with which words.
   Without that file it does nothing else: that is what a planted program needs. [does] steps= are words in order:

     copies:NAME  run on as a copy in the temporary folder, and end at once (Inno Setup and NSIS do so)
     service, key, run, files, logs  take these away, as far as [is] names them
     wait:N  (ms), hangs, asks (a window), restart (files that go when Windows starts next)
     back  a second program puts key and file back after a moment

   What takes away its own folder comes last, for look-alike.ini goes with it. [does] needs= is what it must be told to be quiet; otherwise it asks. [does] code= is its exit code. */
#include <windows.h>
#include <shellapi.h>
#include <shlwapi.h>
#include <stdio.h>
#include <wchar.h>

#define SEEN L"C:\\seen-by-tests"
int serve(void); /* program.c */
static WCHAR settings[MAX_PATH], steps[512];

static void told(const WCHAR *section, const WCHAR *name, WCHAR *text, DWORD size) {
    GetPrivateProfileStringW(section, name, L"", text, size, settings);
}

static void note(const WCHAR *own, const WCHAR *line) {
    WCHAR place[MAX_PATH], here[MAX_PATH], path[4096] = L"", text[8192];
    DWORD written;
    CreateDirectoryW(SEEN, NULL);
    swprintf(place, MAX_PATH, L"%ls\\%ls.txt", SEEN, PathFindFileNameW(own));
    GetCurrentDirectoryW(MAX_PATH, here);
    GetEnvironmentVariableW(L"PATH", path, 4096);
    swprintf(text, 8192, L"%ls\t%ls\t%ls\n", line, here, path);
    HANDLE file = CreateFileW(place, FILE_APPEND_DATA, FILE_SHARE_READ, NULL, OPEN_ALWAYS, 0, NULL);
    WriteFile(file, text, (DWORD)(wcslen(text) * sizeof *text), &written, NULL);
    CloseHandle(file);
}

static HKEY hive(void) {
    WCHAR name[16];
    told(L"is", L"hive", name, 16);
    return wcscmp(name, L"HKCU") == 0 ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;
}

static void take_service(void) {
    WCHAR name[256];
    SERVICE_STATUS status;
    told(L"is", L"service", name, 256);
    SC_HANDLE all = OpenSCManagerW(NULL, NULL, SC_MANAGER_ALL_ACCESS), one = OpenServiceW(all, name, SERVICE_ALL_ACCESS);
    ControlService(one, SERVICE_CONTROL_STOP, &status);
    for (int turn = 0; turn < 50 && QueryServiceStatus(one, &status) && status.dwCurrentState != SERVICE_STOPPED; turn++) {
        Sleep(100);
    }
    DeleteService(one);
    CloseServiceHandle(one);
    CloseServiceHandle(all);
}

static void take_run_value(void) {
    WCHAR name[256];
    HKEY key;
    told(L"is", L"run", name, 256);
    if (RegOpenKeyExW(hive(), L"Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, KEY_SET_VALUE, &key) == 0) {
        RegDeleteValueW(key, name);
        RegCloseKey(key);
    }
}

static void take_key(void) {
    WCHAR path[512];
    told(L"is", L"key", path, 512);
    if (*path) { /* an empty name would be the whole hive */
        RegDeleteTreeW(hive(), path);
    }
}

static void take_folder(const WCHAR *name) {
    WCHAR path[MAX_PATH + 1] = {0};
    told(L"is", name, path, MAX_PATH);
    SHFILEOPSTRUCTW wish = {.wFunc = FO_DELETE, .pFrom = path, .fFlags = FOF_NO_UI};
    if (*path) {
        SHFileOperationW(&wish);
    }
}

static void begin(const WCHAR *line) {
    WCHAR command[4096];
    STARTUPINFOW how = {.cb = sizeof how};
    PROCESS_INFORMATION started;
    wcsncpy(command, line, 4095);
    if (CreateProcessW(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &how, &started)) {
        CloseHandle(started.hProcess);
        CloseHandle(started.hThread);
    }
}

/* Go on as a copy of ourselves, with a copy of what we are to do, from this step on. */
static void go_on_elsewhere(const WCHAR *own, const WCHAR *name, const WCHAR *rest) {
    WCHAR place[MAX_PATH], copied[MAX_PATH], line[4096];
    GetTempPathW(MAX_PATH, place);
    wcscat(place, name);
    wcscpy(copied, place);
    wcscat(copied, L".ini");
    CopyFileW(own, place, FALSE);
    CopyFileW(settings, copied, FALSE);
    swprintf(line, 4096, L"\"%ls\" /GOING-ON \"%ls\" \"%ls\"", place, copied, rest);
    begin(line);
}

static void put_back(void) {
    WCHAR path[512], folder[MAX_PATH], own[MAX_PATH];
    HKEY key;
    told(L"is", L"key", path, 512);
    told(L"is", L"folder", folder, MAX_PATH);
    GetModuleFileNameW(NULL, own, MAX_PATH);
    CreateDirectoryW(folder, NULL);
    wcscat(folder, L"\\back.exe");
    CopyFileW(own, folder, FALSE);
    RegCreateKeyExW(hive(), path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL);
    RegSetValueExW(key, L"DisplayName", 0, REG_SZ, (const BYTE *)L"Back", 10);
    RegCloseKey(key);
}

static void go_at_next_start(void) {
    WCHAR folder[MAX_PATH];
    told(L"is", L"folder", folder, MAX_PATH);
    MoveFileExW(folder, NULL, MOVEFILE_DELAY_UNTIL_REBOOT);
}

/* Return whether the rest is done by a copy. */
static BOOL step(const WCHAR *own, const WCHAR *word, const WCHAR *rest) {
    if (wcsncmp(word, L"copies:", 7) == 0 || wcscmp(word, L"back") == 0) {
        BOOL copies = *word == L'c';
        go_on_elsewhere(own, copies ? word + 7 : L"look-alike-back.exe", copies ? rest : L"wait:1500 putback");
        return copies;
    } else if (wcsncmp(word, L"wait:", 5) == 0) {
        Sleep(_wtoi(word + 5));
    } else if (wcscmp(word, L"service") == 0) {
        take_service();
    } else if (wcscmp(word, L"key") == 0) {
        take_key();
    } else if (wcscmp(word, L"run") == 0) {
        take_run_value();
    } else if (wcscmp(word, L"files") == 0) {
        take_folder(L"folder");
    } else if (wcscmp(word, L"logs") == 0) {
        take_folder(L"logs");
    } else if (wcscmp(word, L"putback") == 0) {
        put_back();
    } else if (wcscmp(word, L"restart") == 0) {
        go_at_next_start();
    } else if (wcscmp(word, L"hangs") == 0) {
        Sleep(INFINITE);
    } else if (wcscmp(word, L"asks") == 0) {
        MessageBoxW(NULL, L"Why do you leave us?", L"Look-alike", MB_OK);
    }
    return FALSE;
}

static BOOL is_to_serve(const WCHAR *word) {
    return !wcscmp(word, L"--service") || !wcscmp(word, L"--control") || !wcscmp(word, L"--tray");
}

int wmain(int count, WCHAR **words) {
    if (count == 2 && is_to_serve(words[1])) {
        return serve();
    }
    WCHAR own[MAX_PATH], needs[256], code[16];
    BOOL goes_on = count == 4 && wcscmp(words[1], L"/GOING-ON") == 0;
    GetModuleFileNameW(NULL, own, MAX_PATH);
    note(own, GetCommandLineW());
    wcscpy(settings, own);
    PathRemoveFileSpecW(settings);
    wcscat(settings, L"\\look-alike.ini");
    if (goes_on) {
        wcscpy(settings, words[2]);
        wcscpy(steps, words[3]);
    } else {
        told(L"does", L"steps", steps, 512);
        told(L"does", L"needs", needs, 256);
        if (*needs && wcsstr(GetCommandLineW(), needs) == NULL) {
            step(own, L"asks", L"");
        }
    }
    told(L"does", L"code", code, 16);
    SetCurrentDirectoryW(L"C:\\"); /* a folder that a program works in cannot be taken away */
    for (WCHAR *rest, *word = wcstok_s(steps, L" ", &rest); word; word = wcstok_s(NULL, L" ", &rest)) {
        if (step(own, word, rest ? rest : L"")) {
            break;
        }
    }
    return _wtoi(code);
}
