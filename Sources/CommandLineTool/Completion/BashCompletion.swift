import Model

/// The bash completion of the whole tool, from the option table.
///
/// It needs no `bash-completion` package. The shell splits words at `=` and `:` (`COMP_WORDBREAKS`), so the script
/// first joins `--lang=zh` and `EPSG:4490` again, and takes what stands before the last sign off its replies.
package enum BashCompletion {
  package static var text: String {
    """
    # bash completion of lifecircle \(ProductVersion.text); made by: lifecircle help --format bash

    \(functions)
    _lifecircle() {
      local current command= option= place=0 word index start=1
      local -a words=() given=()
      COMPREPLY=()
      _lifecircle_join
      for ((index = 0; index < ${#words[@]}; index++)); do
        word=${words[index]}
        if [[ -n $option ]]; then
          option=
        elif [[ $word == --*=* ]]; then
          given+=("${word%%=*}")
        elif [[ $word == -?* ]]; then
          given+=("$word")
          if _lifecircle_takes_value "$command" "$word"; then option=$word; fi
        elif [[ -z $command ]]; then
          command=$word
        else
          ((place += 1))
        fi
      done
      if [[ -z $option && $current == --*=* ]]; then
        option=${current%%=*}
        current=${current#*=}
      fi
      if [[ -n $option ]]; then
        _lifecircle_value "$command" "$option"
      elif [[ $current == -* ]]; then
        _lifecircle_options "$command"
      else
        _lifecircle_operand "$command" "$place"
      fi
      # Readline replaces only what follows the last = or : of the word.
      if [[ $typed == *[=:]* && ${COMP_WORDBREAKS-=:} == *[=:]* ]]; then
        local before=${current%"${current##*[=:]}"}
        [[ -z $before ]] || COMPREPLY=("${COMPREPLY[@]#"$before"}")
      fi
    }

    complete -F _lifecircle lifecircle

    """
  }

  // MARK: Parts

  private static var functions: String {
    """
    # Sets words (before the cursor), current and typed, joined at = and :.
    _lifecircle_join() {
      local piece glue=
      words=()
      for piece in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        if [[ $piece == [=:] && ${#words[@]} -gt 0 ]]; then
          words[-1]+=$piece
          glue=1
        elif [[ -n $glue ]]; then
          words[-1]+=$piece
          glue=
        else
          words+=("$piece")
        fi
      done
      current=
      if ((${#words[@]})); then
        current=${words[-1]}
        unset 'words[-1]'
      fi
      typed=$current
    }

    _lifecircle_words() { # words to offer
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$*" -- "$current")
    }

    _lifecircle_files() { # endings to offer, in any letter case; folders always
      local path ending
      type compopt &>/dev/null && compopt -o filenames 2>/dev/null
      while IFS= read -r path; do
        if [[ -d $path ]]; then
          COMPREPLY+=("$path")
          continue
        fi
        for ending; do
          if [[ ${path,,} == *."$ending" ]]; then
            COMPREPLY+=("$path")
            break
          fi
        done
      done < <(compgen -f -- "$current")
    }

    _lifecircle_takes_value() { # command, option
      case $1:$2 in
    \(valueTakers)
        *) return 1 ;;
      esac
    }

    _lifecircle_options() { # command; options given are offered again only where they may be repeated
      local all= repeatable= option
      case $1 in
    \(optionLists)
      esac
      for option in $all; do
        if [[ " $repeatable " == *" $option "* || " ${given[*]} " != *" $option "* ]]; then
          _lifecircle_words "$option"
        fi
      done
    }

    _lifecircle_value() { # command, option
      case $1:$2 in
    \(values)
      esac
    }

    _lifecircle_operand() { # command, operands before it
      case $1:$2 in
        :*) _lifecircle_words \(CommandTable.names.joined(separator: " ")) ;;
    \(operands)
      esac
    }

    """
  }

  private static let commands = [CommandTable.top] + CommandTable.commands

  private static func spellings(_ option: OptionSpecification) -> [String] {
    ["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])
  }

  private static func patterns(_ command: String, _ options: [OptionSpecification]) -> String {
    options.flatMap(spellings).map { "\(command):\($0)" }.joined(separator: "|")
  }

  private static var valueTakers: String {
    commands.map { command in
      "    \(patterns(command.name, command.options.filter(\.takesValue)))) ;;"
    }.joined(separator: "\n")
  }

  private static var optionLists: String {
    commands.map { command in
      let all = command.options.flatMap(spellings)
      let repeatable = command.options.filter(\.isRepeatable).flatMap(spellings)
      return """
            "\(command.name)")
              all='\(all.joined(separator: " "))'
              repeatable='\(repeatable.joined(separator: " "))'
              ;;
        """
    }.joined(separator: "\n")
  }

  /// Options of a command that offer the same stand in one line.
  private static var values: String {
    commands.flatMap { command in
      var offers: [CompletionOffer] = []
      var options: [CompletionOffer: [OptionSpecification]] = [:]
      for option in command.options where option.takesValue {
        let offer = CompletionOffer(option)
        if offer.isEmpty { continue }
        if options[offer] == nil { offers.append(offer) }
        options[offer, default: []].append(option)
      }
      return offers.map { offer in
        "    \(patterns(command.name, options[offer] ?? []))) \(call(offer)) ;;"
      }
    }.joined(separator: "\n")
  }

  private static var operands: String {
    CommandTable.commands.flatMap { command in
      command.operands.enumerated().compactMap { place, operand in
        let offer = CompletionOffer(operand, of: command)
        if offer.isEmpty { return nil }
        let pattern = operand.isRepeatable ? "*" : String(place)
        return "    \(command.name):\(pattern)) \(call(offer)) ;;"
      }
    }.joined(separator: "\n")
  }

  /// Words stand for themselves in the shell: the table's hold letters, digits, `-`, `.` and `:` only.
  private static func call(_ offer: CompletionOffer) -> String {
    let words =
      offer.words.isEmpty ? [] : ["_lifecircle_words \(offer.words.joined(separator: " "))"]
    let files =
      offer.endings.isEmpty ? [] : ["_lifecircle_files \(offer.endings.joined(separator: " "))"]
    return (words + files).joined(separator: "; ")
  }
}
