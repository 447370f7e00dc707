/** The scripts that a person sources to enter an environment. Pure: text from a path and a prompt. */

/** What the scripts hold. */
export interface Activation {
  /** Absolute path of the environment. */
  readonly directory: string;
  /** `bin` or `Scripts`. */
  readonly scripts: string;
  /** Shown in front of the shell's own prompt, in parentheses. */
  readonly prompt: string;
}

/** File name and text of each script: sh, csh, fish and PowerShell. */
export function activationScripts(activation: Activation): readonly (readonly [string, string])[] {
  return [
    ["activate", sh(activation)],
    ["activate.csh", csh(activation)],
    ["activate.fish", fish(activation)],
    ["Activate.ps1", powershell(activation)],
  ];
}

/** POSIX shells, bash and zsh. */
function sh({ directory, scripts, prompt }: Activation): string {
  return `# Source this file from sh, bash or zsh: . ${scripts}/activate
deactivate() {
  if [ -n "\${_TW_OLD_PATH+set}" ]; then PATH="$_TW_OLD_PATH"; export PATH; unset _TW_OLD_PATH; fi
  if [ -n "\${_TW_OLD_HOME+set}" ]; then PYTHONHOME="$_TW_OLD_HOME"; export PYTHONHOME; unset _TW_OLD_HOME; fi
  if [ -n "\${_TW_OLD_PS1+set}" ]; then PS1="$_TW_OLD_PS1"; unset _TW_OLD_PS1; fi
  hash -r 2>/dev/null
  unset VIRTUAL_ENV VIRTUAL_ENV_PROMPT
  if [ "\${1-}" != again ]; then unset -f deactivate; fi
}
deactivate again
VIRTUAL_ENV=${shellWord(directory)}
VIRTUAL_ENV_PROMPT=${shellWord(prompt)}
export VIRTUAL_ENV VIRTUAL_ENV_PROMPT
_TW_OLD_PATH="$PATH"
PATH="$VIRTUAL_ENV/${scripts}:$PATH"
export PATH
if [ -n "\${PYTHONHOME+set}" ]; then _TW_OLD_HOME="$PYTHONHOME"; unset PYTHONHOME; fi
if [ -z "\${VIRTUAL_ENV_DISABLE_PROMPT-}" ]; then
  _TW_OLD_PS1="\${PS1-}"
  PS1="($VIRTUAL_ENV_PROMPT) \${PS1-}"
fi
hash -r 2>/dev/null
:
`;
}

/** csh and tcsh. */
function csh({ directory, scripts, prompt }: Activation): string {
  return `# Source this file from csh or tcsh: source ${scripts}/activate.csh
alias deactivate 'test $?_TW_OLD_PATH != 0 && setenv PATH "$_TW_OLD_PATH" && unset _TW_OLD_PATH; test $?_TW_OLD_PROMPT != 0 && set prompt="$_TW_OLD_PROMPT" && unset _TW_OLD_PROMPT; rehash; unsetenv VIRTUAL_ENV; unsetenv VIRTUAL_ENV_PROMPT; test "\\!:*" != again && unalias deactivate'
deactivate again
setenv VIRTUAL_ENV ${cshWord(directory)}
setenv VIRTUAL_ENV_PROMPT ${cshWord(prompt)}
set _TW_OLD_PATH="$PATH"
setenv PATH "\${VIRTUAL_ENV}/${scripts}:\${PATH}"
if (! $?VIRTUAL_ENV_DISABLE_PROMPT && $?prompt) then
  set _TW_OLD_PROMPT="$prompt"
  set prompt="(\${VIRTUAL_ENV_PROMPT}) $prompt"
endif
rehash
`;
}

function fish({ directory, scripts, prompt }: Activation): string {
  return `# Source this file from fish: source ${scripts}/activate.fish
function deactivate
    if set -q _TW_OLD_PATH
        set -gx PATH $_TW_OLD_PATH
        set -e _TW_OLD_PATH
    end
    if set -q _TW_OLD_HOME
        set -gx PYTHONHOME $_TW_OLD_HOME
        set -e _TW_OLD_HOME
    end
    if functions -q _tw_old_fish_prompt
        functions -e fish_prompt
        functions -c _tw_old_fish_prompt fish_prompt
        functions -e _tw_old_fish_prompt
    end
    set -e VIRTUAL_ENV
    set -e VIRTUAL_ENV_PROMPT
    if test "$argv[1]" != again
        functions -e deactivate
    end
end
deactivate again
set -gx VIRTUAL_ENV ${fishWord(directory)}
set -gx VIRTUAL_ENV_PROMPT ${fishWord(prompt)}
set -g _TW_OLD_PATH $PATH
set -gx PATH "$VIRTUAL_ENV/${scripts}" $PATH
if set -q PYTHONHOME
    set -g _TW_OLD_HOME $PYTHONHOME
    set -e PYTHONHOME
end
if test -z "$VIRTUAL_ENV_DISABLE_PROMPT"; and functions -q fish_prompt
    functions -c fish_prompt _tw_old_fish_prompt
    function fish_prompt
        printf '(%s) ' $VIRTUAL_ENV_PROMPT
        _tw_old_fish_prompt
    end
end
`;
}

function powershell({ directory, scripts, prompt }: Activation): string {
  return `# Dot-source this file from PowerShell: . ${scripts}/Activate.ps1
function global:deactivate([switch]$Again) {
  if (Test-Path variable:_TW_OLD_PATH) { $env:PATH = $global:_TW_OLD_PATH; Remove-Variable _TW_OLD_PATH -Scope global }
  if (Test-Path variable:_TW_OLD_HOME) { $env:PYTHONHOME = $global:_TW_OLD_HOME; Remove-Variable _TW_OLD_HOME -Scope global }
  if (Test-Path function:_tw_old_prompt) {
    Copy-Item function:_tw_old_prompt function:prompt
    Remove-Item function:_tw_old_prompt
  }
  Remove-Item env:VIRTUAL_ENV, env:VIRTUAL_ENV_PROMPT -ErrorAction SilentlyContinue
  if (-not $Again) { Remove-Item function:deactivate }
}
deactivate -Again
$env:VIRTUAL_ENV = ${powershellWord(directory)}
$env:VIRTUAL_ENV_PROMPT = ${powershellWord(prompt)}
$global:_TW_OLD_PATH = $env:PATH
$env:PATH = (Join-Path $env:VIRTUAL_ENV '${scripts}') + [IO.Path]::PathSeparator + $env:PATH
if ($env:PYTHONHOME) {
  $global:_TW_OLD_HOME = $env:PYTHONHOME
  Remove-Item env:PYTHONHOME
}
if (-not $env:VIRTUAL_ENV_DISABLE_PROMPT) {
  Copy-Item function:prompt function:global:_tw_old_prompt
  function global:prompt { "($env:VIRTUAL_ENV_PROMPT) " + (_tw_old_prompt) }
}
`;
}

/** In single quotes nothing has a meaning but the quote itself. */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** As `shellWord`; csh expands history even within single quotes. */
function cshWord(text: string): string {
  return shellWord(text).replaceAll("!", "\\!");
}

function fishWord(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

/** PowerShell takes typographic quotes for quotes too. */
function powershellWord(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'`;
}
