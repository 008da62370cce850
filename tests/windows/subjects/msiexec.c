/* Stands for Windows' own msiexec.exe in a prefix that is thrown away, to end with codes that cannot be had otherwise.

   It passes every call on to the real one, msiexec-real.exe beside it. Only of calls that remove (/x) it first takes
   the next word of C:\seen-by-tests\msiexec.txt: a number (end with it, do nothing) or run:NUMBER (do it, then end
   with that number). All calls are written down there as well. */
#include <windows.h>
#include <shlwapi.h>
#include <stdio.h>
#include <wchar.h>

#define WORDS "C:\\seen-by-tests\\msiexec.txt"

static void note(const WCHAR *line) {
    FILE *calls = _wfopen(L"C:\\seen-by-tests\\msiexec-calls.txt", L"ab");
    if (calls) {
        fprintf(calls, "%ls\n", line);
        fclose(calls);
    }
}

static BOOL next_word(char *word) {
    char rest[4096] = "";
    FILE *file = fopen(WORDS, "r");
    BOOL found = file && fscanf(file, "%31s%4095[^\n]", word, rest) > 0;
    if (file) {
        fclose(file);
    }
    if (found && (file = fopen(WORDS, "w"))) {
        fputs(rest, file);
        fclose(file);
    }
    return found;
}

static DWORD real(const WCHAR *arguments) {
    WCHAR line[8192], own[MAX_PATH];
    STARTUPINFOW how = {.cb = sizeof how};
    PROCESS_INFORMATION started;
    DWORD code = 1;
    GetModuleFileNameW(NULL, own, MAX_PATH);
    PathRemoveFileSpecW(own);
    swprintf(line, 8192, L"\"%ls\\msiexec-real.exe\" %ls", own, arguments);
    if (CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &how, &started)) {
        WaitForSingleObject(started.hProcess, INFINITE);
        GetExitCodeProcess(started.hProcess, &code);
    }
    return code;
}

int wmain(void) {
    const WCHAR *line = GetCommandLineW(), *arguments = PathGetArgsW(line);
    char word[32];
    if (StrStrIW(arguments, L"/x") == NULL) {
        return (int)real(arguments);
    }
    note(line);
    if (!next_word(word)) {
        return (int)real(arguments);
    }
    if (strncmp(word, "run:", 4) == 0) {
        DWORD code = real(arguments);
        return code ? (int)code : atoi(word + 4);
    }
    return atoi(word);
}
