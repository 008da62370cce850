/* python.exe: the same few lines that CPython's own PC build has. The wheel that brings python3XX.dll has no .exe. */
#include <wchar.h>

__declspec(dllimport) int Py_Main(int count, wchar_t **words);

int wmain(int count, wchar_t **words) { return Py_Main(count, words); }
