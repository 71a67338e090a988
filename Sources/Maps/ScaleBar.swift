import Foundation
import Model

/// A scale bar: the longest round length that fits.
package struct ScaleBar: Sendable, Hashable {
  /// 1, 2 or 5 times a power of ten.
  package let metres: Double
  /// Length on paper, millimetres.
  package let length: Double
  /// Fields between ticks: four of a 1 or 2, five of a 5, so that every tick is a round number.
  package let fields: Int

  /// The longest bar of at most `room` millimetres at 1 : `scale`.
  ///
  /// - Precondition: both are above 0.
  package init(scale: Double, room: Double) {
    precondition(scale > 0 && room > 0, "a bar has a scale and room")
    let most = room * scale / 1000
    // One power too many, then down to what fits: logarithms of powers of ten may fall either side.
    var power = pow(10, most.logarithm10Floor + 1)
    var step = 1.0
    while step * power > most * (1 + 1e-9) {
      switch step {
      case 1:
        power /= 10
        step = 5
      case 5: step = 2
      default: step = 1
      }
    }
    metres = step * power
    length = metres * 1000 / scale
    fields = step == 5 ? 5 : 4
  }

  /// The bar's length in words: metres below one kilometre.
  package var text: String {
    metres >= 1000 ? "\(Self.plain(metres / 1000)) km" : "\(Self.plain(metres)) m"
  }

  private static func plain(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }
}

extension Double {
  fileprivate var logarithm10Floor: Double { log10(self).rounded(.down) }
}

/// `18000` as `18,000`.
package func groupedDigits(_ value: Double) -> String {
  let digits = Array(String(Int(value.rounded().magnitude)))
  var text = value.rounded() < 0 ? "−" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0 && (digits.count - index) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return text
}
