/* python3.dll: nothing but forwards to python3XX.dll (the .def file beside it is written at set-up). PySide6 is built
   against this stable interface. */
int __stdcall DllMainCRTStartup(void *module, unsigned reason, void *reserved) { return 1; }
