/* icuuc.dll: Windows 10 has ICU in the system, Wine 8 has not. Qt asks it for old, non-Unicode text encodings only.
   Every "open" here fails cleanly, and Qt then says that it knows no such encoding. */
#define EXPORT __declspec(dllexport)
typedef unsigned short UChar;

static void fail(int *error)
{
    if (error)
        *error = 4; /* U_FILE_ACCESS_ERROR */
}

EXPORT void *ucnv_open(const char *name, int *error) { fail(error); return 0; }
EXPORT void ucnv_close(void *converter) {}
EXPORT void ucnv_reset(void *converter) {}
EXPORT signed char ucnv_getMaxCharSize(const void *converter) { return 1; }
EXPORT const char *ucnv_getName(const void *converter, int *error) { fail(error); return 0; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, int *error) { fail(error); return 0; }
EXPORT const char *ucnv_getAvailableName(int number) { return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT const char *u_errorName(int error) { return "U_UNAVAILABLE"; }
EXPORT int ucnv_toUCountPending(const void *converter, int *error) { fail(error); return 0; }
EXPORT int ucnv_fromUCountPending(const void *converter, int *error) { fail(error); return 0; }
EXPORT void ucnv_getToUCallBack(const void *converter, void **action, const void **context)
{
    if (action)
        *action = 0;
    if (context)
        *context = 0;
}
EXPORT void ucnv_getFromUCallBack(const void *converter, void **action, const void **context)
{
    ucnv_getToUCallBack(converter, action, context);
}
EXPORT void ucnv_setToUCallBack(void *converter, void *action, const void *context, void **old, const void **old_context,
                                int *error)
{
    fail(error);
}
EXPORT void ucnv_setFromUCallBack(void *converter, void *action, const void *context, void **old,
                                  const void **old_context, int *error)
{
    fail(error);
}
EXPORT void ucnv_cbToUWriteUChars(void *arguments, const UChar *source, int length, int offset, int *error)
{
    fail(error);
}
EXPORT void ucnv_cbFromUWriteUChars(void *arguments, const UChar **source, const UChar *limit, int offset, int *error)
{
    fail(error);
}
EXPORT void ucnv_toUnicode(void *converter, UChar **target, const UChar *target_limit, const char **source,
                           const char *source_limit, int *offsets, signed char flush, int *error)
{
    fail(error);
}
EXPORT void ucnv_fromUnicode(void *converter, char **target, const char *target_limit, const UChar **source,
                             const UChar *source_limit, int *offsets, signed char flush, int *error)
{
    fail(error);
}
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(const void *context, void *arguments, const UChar *units, int length,
                                            int point, int reason, int *error)
{
    fail(error);
}
int __stdcall DllMainCRTStartup(void *module, unsigned reason, void *reserved) { return 1; }
