; A program of Windows that stands in for ours where only wine can run one: it stays open until it is killed.
Unicode true
Target amd64-unicode
SilentInstall silent
RequestExecutionLevel user
OutFile "${TARGET}"
Name "CBnet"
Section
  Sleep 60000
SectionEnd
