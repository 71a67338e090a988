/// The next best different answers of a siting model.
public enum Alternatives {
  /// Up to `count` further sets of sites, best first; each lacks at least one site of every set before it.
  ///
  /// - Parameters:
  ///   - best: the model's own solution.
  ///   - forced: sites the model forces; they stay in every answer.
  ///   - isBetter: whether the first objective is better than the second.
  ///   - solve: solves the model with further sites forced and forbidden.
  public static func search(
    count: Int, after best: SitingSolution, forced: [Int] = [],
    isBetter: (Double, Double) -> Bool,
    solve: (_ forced: [Int], _ forbidden: [Int]) throws -> SitingSolution
  ) throws -> [SitingSolution] {
    []
  }
}
