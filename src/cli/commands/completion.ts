import type { Argv } from "yargs";
import type { Command } from "../command.js";

interface CompletionArgs {
  shell: "bash" | "zsh" | "fish";
}

// Each script asks the program itself. SHELL tells it in which form to answer: zsh and fish take descriptions.
// Where it has no answer, the shell completes file names.
const SCRIPTS = {
  bash: `# layerx completion bash > ~/.local/share/bash-completion/completions/layerx
_layerx() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    [[ "$line" == "\${COMP_WORDS[COMP_CWORD]}"* ]] && COMPREPLY+=("$line")
  done < <(SHELL=bash layerx --get-yargs-completions "\${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)
}
complete -o bashdefault -o default -F _layerx layerx
`,
  zsh: `#compdef layerx
# layerx completion zsh > "\${fpath[1]}/_layerx"
_layerx() {
  local -a reply
  reply=(\${(f)"$(SHELL=zsh layerx --get-yargs-completions "\${(@)words[1,CURRENT]}" 2>/dev/null)"})
  if (( \${#reply} )) && _describe 'layerx' reply; then return 0; fi
  _files
}
if [[ "\${zsh_eval_context[-1]}" == "loadautofunc" ]]; then _layerx "$@"; else compdef _layerx layerx; fi
`,
  fish: `# layerx completion fish > ~/.config/fish/completions/layerx.fish
function __layerx_complete
    SHELL=fish layerx --get-yargs-completions (commandline -opc) (commandline -ct) 2>/dev/null
end
complete -c layerx -a '(__layerx_complete)'
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
