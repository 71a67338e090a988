import Indicators
import Testing

@Test func theModuleIsThere() { #expect(String(describing: Inequality.self) == "Inequality") }
