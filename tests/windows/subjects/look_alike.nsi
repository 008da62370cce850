; An installer of a look-alike: a service, start-up entries, a task, a link, a copy for one person, and logs.
; Its uninstaller returns at once, as all of NSIS do, and leaves the copy and the logs.
Target amd64-unicode
Unicode true
Name "${NAME}"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\${NAME}"
RequestExecutionLevel admin
SilentInstall silent
SilentUninstall silent

!ifdef SIGN
  !uninstfinalize '"${SIGN}" "%1"'
!endif
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"

Section
  SetRegView 64
  SetShellVarContext all
  SetOutPath "$INSTDIR"
  File "/oname=${EXE}" "${PROGRAM}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayVersion" "9.0.1"
  WriteRegStr HKLM "${UNINSTALL}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKLM "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${RUN}" "${NAME}" '"$INSTDIR\${EXE}" --control'
  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\${EXE}"
  SetShellVarContext current
  CreateDirectory "$APPDATA\${NAME}"
  CopyFiles /SILENT "$INSTDIR\${EXE}" "$APPDATA\${NAME}\${EXE}"
  FileOpen $0 "$APPDATA\${NAME}\connections.log" w
  FileWrite $0 "2026-11-20 10:04:11 session from 123 456 789$\r$\n"
  FileClose $0
  WriteRegStr HKCU "${RUN}" "${NAME}" '"$APPDATA\${NAME}\${EXE}" --tray'
  SetOutPath "$SYSDIR\Tasks"
  File "/oname=${NAME} Update" "${TASK}"
  SetOutPath "$INSTDIR"
  ExecWait '"$SYSDIR\sc.exe" create "${SERVICE}" binPath= "\"$INSTDIR\${EXE}\" --service" DisplayName= "${NAME} Service" start= auto'
  ExecWait '"$SYSDIR\sc.exe" start "${SERVICE}"'
SectionEnd

Section "Uninstall"
  SetRegView 64
  SetShellVarContext all
  ExecWait '"$SYSDIR\sc.exe" stop "${SERVICE}"'
  ExecWait '"$SYSDIR\sc.exe" delete "${SERVICE}"'
  Sleep 1000
  Delete "$SMPROGRAMS\${NAME}\${NAME}.lnk"
  RMDir "$SMPROGRAMS\${NAME}"
  DeleteRegValue HKLM "${RUN}" "${NAME}"
  Delete "$INSTDIR\${EXE}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKLM "${UNINSTALL}"
SectionEnd
