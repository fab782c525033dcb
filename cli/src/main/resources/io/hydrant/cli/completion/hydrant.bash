# Completion of hydrant for bash:  source <(hydrant completion bash)

_hydrant_words() {
  local IFS=$' \t\n'
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

_hydrant_files() {
  compopt -o default -o bashdefault 2>/dev/null
  COMPREPLY=()
}

# The names of streams or stacks, as the server tells that the line names. Remembered for some seconds.
_hydrant_ask() {
  local program=${COMP_WORDS[0]/#\~/$HOME} i where=()
  for ((i = 1; i < ${#COMP_WORDS[@]}; i++)); do
    case ${COMP_WORDS[i]} in
      --aws) return ;;
      --endpoint-url | --data) [[ -z ${COMP_WORDS[i + 1]} || $((i + 1)) -eq $COMP_CWORD ]] || where+=("${COMP_WORDS[i]}" "${COMP_WORDS[i + 1]/#\~/$HOME}") ;;
    esac
  done
  local asked="$program $1 ${where[*]} $AWS_ENDPOINT_URL"
  if [[ $asked != "$_hydrant_asked" || $((SECONDS - _hydrant_asked_at)) -ge 10 ]]; then
    _hydrant_names=$(HYDRANT_JDK=never "$program" completion --names "$1" "${where[@]}" 2>/dev/null </dev/null)
    _hydrant_asked=$asked
    _hydrant_asked_at=$SECONDS
  fi
  _hydrant_words "$_hydrant_names"
}

_hydrant() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command= i
  # --option=value comes as three words.
  if [[ $current == '=' ]]; then
    current=
  elif [[ $previous == '=' && $COMP_CWORD -ge 3 ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ ${COMP_WORDS[i]} != -* ]]; then
      command=${COMP_WORDS[i]}
      break
    fi
  done
  COMPREPLY=()
  case "$command $previous" in
@VALUES@
    *)
      if [[ $current == -* ]]; then
        case $command in
@OPTIONS@
        esac
        return
      fi
      case $command in
        '') _hydrant_words '@COMMANDS@' ;;
@ARGUMENTS@
      esac
      ;;
  esac
}

complete -F _hydrant hydrant ./hydrant
