; The installer for Windows. make_installer.py defines everything in capitals that is not defined here.
;
;   cbnet-VERSION-x64-setup.exe [/S] [/AllUsers] [/D=C:\folder without quotation marks]
;
; Exit codes: 0 installed, 1 given up by the user, 2 not installed, and Windows' own numbers below.
Unicode true
Target amd64-unicode
ManifestSupportedOS Win10
ManifestDPIAware true
ManifestLongPathAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 32
SetDateSave off
AllowSkipFiles off

!define IN_USE 32
!define NEEDS_ADMINISTRATOR 740
!define TOO_OLD_WINDOWS 1150
; Windows 10 1809: Qt goes no further back.
!define OLDEST_BUILD 17763
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\CBnet"
!define CLASSES "Software\Classes"
!define TYPE "CBnet.Network"

!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

Var Whom
Var Former

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"

Name "CBnet"
OutFile "${TARGET}"
BrandingText "CBnet ${VERSION}"
VIProductVersion "${FOUR_NUMBERS}"
VIFileVersion "${FOUR_NUMBERS}"
!macro Word NAME TEXT
  VIAddVersionKey /LANG=1030 "${NAME}" "${TEXT}"
!macroend
!insertmacro Word "CompanyName" "${PUBLISHER}"
!insertmacro Word "FileDescription" "Installation af CBnet"
!insertmacro Word "FileVersion" "${VERSION}"
!insertmacro Word "LegalCopyright" "${PUBLISHER}, MIT"
!insertmacro Word "OriginalFilename" "${NAME}"
!insertmacro Word "ProductName" "CBnet"
!insertmacro Word "ProductVersion" "${VERSION}"

!define MUI_ICON "${PROGRAM_ICON}"
!define MUI_UNICON "${PROGRAM_ICON}"
!define MUI_WELCOMEPAGE_TITLE "CBnet ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "CBnet bliver installeret ($Whom). Har du en ældre CBnet, bliver den udskiftet; dine netværk og indstillinger bliver, som de er.$\r$\n$\r$\nLuk CBnet, før du går videre."
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION OpenProgram
!define MUI_FINISHPAGE_RUN_TEXT "Åbn CBnet"
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "CBnet bliver fjernet. Dine netværk, indstillinger, sikkerhedskopier og den delte mappe bliver liggende; dine egne ligger i %LOCALAPPDATA%\CBnet."
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Danish"

; Says one sentence, also in the exit code, and ends; a silent run says nothing else.
!macro Refuse CODE SENTENCE
  SetErrorLevel ${CODE}
  MessageBox MB_OK|MB_ICONSTOP "${SENTENCE}" /SD IDOK
  Quit
!macroend

!macro RequireAdministrator
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 != "Admin"
    !insertmacro Refuse ${NEEDS_ADMINISTRATOR} "CBnet til alle brugere kræver en administrator. Højreklik på filen, og vælg »Kør som administrator«."
  ${EndIf}
!macroend

; Refuses while a program in the folder runs: Windows lets nobody write in a program's file then.
!macro RequireIdle FOLDER PROGRAM
  ${If} ${FileExists} "${FOLDER}\${PROGRAM}"
    ClearErrors
    FileOpen $0 "${FOLDER}\${PROGRAM}" a
    ${If} ${Errors}
      !insertmacro Refuse ${IN_USE} "CBnet er åben, også hvis det er hos en anden bruger på computeren. Luk CBnet, og prøv igen; intet er ændret."
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

; All that an installation has made in its folder, and the folder if nothing else is in it.
!macro RemoveProgram FOLDER
  Delete "${FOLDER}\${DESKTOP}"
  Delete "${FOLDER}\${CONSOLE}"
  Delete "${FOLDER}\uninstall.exe"
  RMDir /r "${FOLDER}\_internal"
  RMDir "${FOLDER}"
!macroend

!macro PutAside NAME
  ${If} ${FileExists} "$INSTDIR\${NAME}"
    Rename "$INSTDIR\${NAME}" "$INSTDIR\former\${NAME}"
  ${EndIf}
!macroend

!macro PutBack NAME
  ${If} ${FileExists} "$INSTDIR\former\${NAME}"
    RMDir /r "$INSTDIR\${NAME}"
    Delete "$INSTDIR\${NAME}"
    Rename "$INSTDIR\former\${NAME}" "$INSTDIR\${NAME}"
  ${EndIf}
!macroend

!macro PutAllBack
  !insertmacro PutBack "_internal"
  !insertmacro PutBack "${DESKTOP}"
  !insertmacro PutBack "${CONSOLE}"
  RMDir "$INSTDIR\former"
!macroend

; The shell draws icons of files anew.
!macro TellShell
  System::Call "shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)"
!macroend

Function .onInit
  ${IfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    !insertmacro Refuse ${TOO_OLD_WINDOWS} "CBnet kræver Windows 10 (version 1809) eller nyere."
  ${EndIf}
  Call ChooseWhom
  ReadRegStr $Former SHCTX "${UNINSTALL}" "InstallLocation"
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR $Former
  ${EndIf}
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR $1
  ${EndIf}
  Call RequireNobodyInside
FunctionEnd

; Sets for whom, and $1 to the folder that goes with it.
Function ChooseWhom
  SetShellVarContext current
  StrCpy $Whom "for dig alene"
  StrCpy $1 "$LOCALAPPDATA\Programs\CBnet"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/AllUsers" $2
  ${IfNot} ${Errors}
    !insertmacro RequireAdministrator
    Call ChooseEverybody
    Return
  ${EndIf}
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 == "Admin"
    MessageBox MB_YESNO|MB_ICONQUESTION "Skal CBnet installeres for alle brugere af computeren?" /SD IDNO IDNO mine
    Call ChooseEverybody
  mine:
  ${EndIf}
FunctionEnd

Function ChooseEverybody
  SetShellVarContext all
  StrCpy $Whom "for alle brugere af computeren"
  StrCpy $1 "$PROGRAMFILES64\CBnet"
FunctionEnd

Function RequireNobodyInside
  !insertmacro RequireIdle $INSTDIR "${DESKTOP}"
  !insertmacro RequireIdle $INSTDIR "${CONSOLE}"
  ${If} $Former != ""
    !insertmacro RequireIdle $Former "${DESKTOP}"
    !insertmacro RequireIdle $Former "${CONSOLE}"
  ${EndIf}
FunctionEnd

Section
  Call RequireNobodyInside
  ; The former version is put aside whole, in steps that Windows refuses while anybody holds a file, and put back then.
  RMDir /r "$INSTDIR\former"
  CreateDirectory "$INSTDIR\former"
  ClearErrors
  !insertmacro PutAside "_internal"
  !insertmacro PutAside "${DESKTOP}"
  !insertmacro PutAside "${CONSOLE}"
  ${If} ${Errors}
    !insertmacro PutAllBack
    !insertmacro Refuse ${IN_USE} "Et andet program holder en af CBnets filer. Genstart computeren, og prøv igen; intet er ændret."
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${DIST}/*"
  File "/oname=_internal\document.ico" "${DOCUMENT_ICON}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  RMDir /r "$INSTDIR\former"
  ${If} $Former != ""
  ${AndIf} $Former != $INSTDIR
    !insertmacro RemoveProgram $Former
  ${EndIf}
  CreateShortcut "$SMPROGRAMS\CBnet.lnk" "$INSTDIR\${DESKTOP}"
  Call Associate
  Call Enlist
SectionEnd

Function .onInstFailed
  ${If} ${FileExists} "$INSTDIR\former\*.*"
    !insertmacro PutAllBack
  ${Else}
    !insertmacro RemoveProgram $INSTDIR
  ${EndIf}
FunctionEnd

; By the shell, which gives the program the user's own rights where the installer has an administrator's.
Function OpenProgram
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\${DESKTOP}"'
FunctionEnd

Function Associate
  WriteRegStr SHCTX "${CLASSES}\.cbnet" "" "${TYPE}"
  WriteRegStr SHCTX "${CLASSES}\.cbnet" "Content Type" "${MIME_TYPE}"
  WriteRegStr SHCTX "${CLASSES}\.cbnet\OpenWithProgids" "${TYPE}" ""
  WriteRegStr SHCTX "${CLASSES}\${TYPE}" "" "CBnet-netværk"
  WriteRegStr SHCTX "${CLASSES}\${TYPE}\DefaultIcon" "" "$INSTDIR\_internal\document.ico"
  WriteRegStr SHCTX "${CLASSES}\${TYPE}\shell\open" "FriendlyAppName" "CBnet"
  WriteRegStr SHCTX "${CLASSES}\${TYPE}\shell\open\command" "" '"$INSTDIR\${DESKTOP}" -- "%1"'
  !insertmacro TellShell
FunctionEnd

; The entry in Windows' list of programs.
Function Enlist
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "CBnet"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${DESKTOP},0"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${UNINSTALL}" "Comments" "Kompetencenetværkets pladser, møder, andele og planer"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD SHCTX "${UNINSTALL}" "Language" 1030
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ${GetTime} "" "L" $0 $1 $2 $3 $4 $5 $6
  WriteRegStr SHCTX "${UNINSTALL}" "InstallDate" "$2$1$0"
FunctionEnd

Function un.onInit
  SetShellVarContext current
  ReadRegStr $0 HKLM "${UNINSTALL}" "InstallLocation"
  ${If} $0 == $INSTDIR
    Call un.BecomeAdministrator
    SetShellVarContext all
  ${EndIf}
  !insertmacro RequireIdle $INSTDIR "${DESKTOP}"
  !insertmacro RequireIdle $INSTDIR "${CONSOLE}"
FunctionEnd

; Windows' list of programs starts the uninstaller without rights; a silent run can ask nobody for them.
Function un.BecomeAdministrator
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 != "Admin"
  ${AndIfNot} ${Silent}
    ClearErrors
    ExecShell "runas" "$INSTDIR\uninstall.exe"
    ${IfNot} ${Errors}
      Quit
    ${EndIf}
  ${EndIf}
  !insertmacro RequireAdministrator
FunctionEnd

Section "Uninstall"
  !insertmacro RemoveProgram $INSTDIR
  Delete "$SMPROGRAMS\CBnet.lnk"
  ReadRegStr $0 SHCTX "${CLASSES}\.cbnet" ""
  ${If} $0 == "${TYPE}"
    DeleteRegValue SHCTX "${CLASSES}\.cbnet" ""
    DeleteRegValue SHCTX "${CLASSES}\.cbnet" "Content Type"
  ${EndIf}
  DeleteRegValue SHCTX "${CLASSES}\.cbnet\OpenWithProgids" "${TYPE}"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\.cbnet\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\.cbnet"
  DeleteRegKey SHCTX "${CLASSES}\${TYPE}"
  DeleteRegKey SHCTX "${UNINSTALL}"
  !insertmacro TellShell
SectionEnd
