import type { Argv } from "yargs";
import type { Command } from "../command-context.js";

interface CompletionArgs {
  shell: "bash" | "zsh" | "fish";
}

// Each script calls the program itself for the answer. The program reads SHELL to choose the form: zsh and
// fish take descriptions. Without an answer, the shell completes file names.
const SCRIPTS = {
  bash: `# layerx completion bash > ~/.local/share/bash-completion/completions/layerx
_layerx() {
  local i line word typed known="" rest="\${COMP_LINE:0:COMP_POINT}" words=()
  # bash takes a word apart at its colons: join what has no blank between, and offer what follows the last colon.
  for (( i = 0; i <= COMP_CWORD; i++ )); do
    if [[ $i == 0 || "$rest" == [[:space:]]* ]]; then words+=(""); fi
    rest="\${rest#"\${rest%%[![:space:]]*}"}"
    word="\${COMP_WORDS[i]}"
    if [[ $i == "$COMP_CWORD" ]]; then word="$rest"; fi
    words[\${#words[@]}-1]+="$word"
    rest="\${rest#"$word"}"
  done
  typed="\${words[\${#words[@]}-1]}"
  if [[ "$COMP_WORDBREAKS" == *:* ]]; then known="\${typed%"\${typed##*[:=]}"}"; fi
  COMPREPLY=()
  while IFS= read -r line; do
    [[ "$line" == "$typed"* ]] && COMPREPLY+=("\${line#"$known"}")
  done < <(SHELL=bash layerx --get-yargs-completions "\${words[@]}" 2>/dev/null)
  # Where there are images, there may be files, too.
  if [[ "\${COMPREPLY[*]}" == *:* ]]; then
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$typed")
  fi
}
complete -o bashdefault -o default -F _layerx layerx
`,
  zsh: `#compdef layerx
# layerx completion zsh > "\${fpath[1]}/_layerx"
_layerx() {
  local -a reply
  reply=(\${(f)"$(SHELL=zsh layerx --get-yargs-completions "\${(@)words[1,CURRENT]}" 2>/dev/null)"})
  local found=1
  if (( \${#reply} )); then _describe 'layerx' reply && found=0; fi
  # Where there are images, there may be files, too.
  if (( found )) || [[ "\${reply[*]}" == *'\\:'* ]]; then _files && found=0; fi
  # A file may follow a scheme, or an option.
  if (( found )) && compset -P '*[:=]'; then _files && found=0; fi
  return found
}
if [[ "\${zsh_eval_context[-1]}" == "loadautofunc" ]]; then _layerx "$@"; else compdef _layerx layerx; fi
`,
  fish: `# layerx completion fish > ~/.config/fish/completions/layerx.fish
function __layerx_complete
    set -l typed (commandline -ct)
    set -l offers (SHELL=fish layerx --get-yargs-completions (commandline -opc) $typed 2>/dev/null)
    # Where there are images, there may be files, too, but not behind a scheme.
    if test -z "$offers"; or begin; string match -qr '^[^\\t]*:' -- $offers; and not string match -q '*:*' -- $typed; end
        set -a offers (complete -C "'' $typed")
    end
    string join \\n -- $offers
end
complete -c layerx -f -a '(__layerx_complete)'
`,
};

export const completionCommand: Command<CompletionArgs> = {
  usage: "completion <shell>",
  summary: "print a completion script for bash, zsh or fish",
  options: (argv: Argv) =>
    argv.positional("shell", {
      choices: ["bash", "zsh", "fish"] as const,
      demandOption: true,
      describe: "The shell",
    }),
  run: async ({ shell }, { write }) => {
    await write(SCRIPTS[shell]);
    return 0;
  },
};
