; An installer that does to a PC what that of a remote-control tool does, and takes all of it back.
Target amd64-unicode
Unicode true
Name "AnyDesk"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\AnyDesk"
RequestExecutionLevel admin
SilentInstall silent
SilentUninstall silent

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\AnyDesk"
!define APP_PATH "Software\Microsoft\Windows\CurrentVersion\App Paths\AnyDesk.exe"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define RULES "SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules"

Section
  SetRegView 64
  SetOutPath "$INSTDIR"
  File "/oname=AnyDesk.exe" "${PROGRAM}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayName" "AnyDesk"
  WriteRegStr HKLM "${UNINSTALL}" "Publisher" "AnyDesk Software GmbH"
  WriteRegStr HKLM "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegStr HKLM "${APP_PATH}" "" "$INSTDIR\AnyDesk.exe"
  WriteRegStr HKLM "${RUN}" "AnyDesk" '"$INSTDIR\AnyDesk.exe" --control'
  WriteRegStr HKLM "Software\Classes\anydesk" "URL Protocol" ""
  WriteRegStr HKLM "Software\Classes\anydesk\shell\open\command" "" '"$INSTDIR\AnyDesk.exe" "%1"'
  WriteRegStr HKLM "${RULES}" "{AnyDesk-In}" "v2.31|Action=Allow|Active=TRUE|Dir=In|App=$INSTDIR\AnyDesk.exe|Name=AnyDesk|"
  SetOutPath "$SYSDIR\Tasks\AnyDesk"
  File "/oname=Update" "${TASK}"
  SetOutPath "$INSTDIR"
  ExecWait '"$SYSDIR\sc.exe" create AnyDesk binPath= "\"$INSTDIR\AnyDesk.exe\" --service" DisplayName= "AnyDesk Service" start= auto'
  ExecWait '"$SYSDIR\sc.exe" start AnyDesk'
SectionEnd

Section "Uninstall"
  SetRegView 64
  ExecWait '"$SYSDIR\sc.exe" stop AnyDesk'
  ExecWait '"$SYSDIR\sc.exe" delete AnyDesk'
  Delete "$SYSDIR\Tasks\AnyDesk\Update"
  RMDir "$SYSDIR\Tasks\AnyDesk"
  DeleteRegKey HKLM "${APP_PATH}"
  DeleteRegValue HKLM "${RUN}" "AnyDesk"
  DeleteRegKey HKLM "Software\Classes\anydesk"
  DeleteRegValue HKLM "${RULES}" "{AnyDesk-In}"
  Sleep 500
  Delete "$INSTDIR\AnyDesk.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKLM "${UNINSTALL}"
SectionEnd
