import Model
import Testing

@testable import CommandLineTool

struct UsageErrorTests {
  /// Words after `coverage`, and what the line must say.
  private static let cases: [([String], String)] = [
    (["--radius", "500m"], "--radius: “500m” is not a number"),
    (["--radius", "500m"], "stands without a unit: 500"),
    (["--radius", "nan"], "“nan”"), (["--radius", "inf"], "“inf”"),
    (["--radius", "0x10"], "“0x10”"),
    (["--radius", "-5"], "--radius: -5 metres is out of range"),
    (["--radius", "0"], "more than 0"), (["--radius", "1e400"], "“1e400”"),
    (["--radius", "300,,500"], "“”"), (["--radius", "300;500"], "“300;500”"),
    (["--radius", ""], "--radius is empty"), (["--radius", "none"], "“none”"),
    (["--minutes", "15分钟"], "stands without a unit: 15"),
    (["--speed", "0"], "--speed: 0 km/h is out of range"),
    (["--detour", "0.9"], "--detour: 0.9"),
    (["--threads", "0"], "from 1 to 256"), (["--threads", "257"], "from 1 to 256"),
    (["--threads", "2.0"], "not a whole number"), (["--threads", "auto"], "“auto”"),
    (["--profile", "child"], "choose from adult, elderly, brisk"),
    (["--lang", "fr"], "choose from zh, en"), (["--datum", "WGS84"], "GCJ02, BD09"),
    (["--stations-xy", "lon"], "does not name two columns"),
    (["--stations-xy", "lon,lon"], "does not name two columns"),
    (["--group-by", "a,,b"], "empty or repeated"),
    (["--underserved", "500m<50%"], "“50%”"), (["--underserved", "500m>0.5"], "“500m>0.5”"),
    (["--underserved", "500m<0.5,500m<0.6"], "500m stands twice"),
    (["--underserved", "500<0.5"], "“500<0.5”"), (["--underserved", "500m<1.5"], "“1.5”"),
    (["--minutes", "200", "--max-minutes", "180"], "--minutes 200 is more than --max-minutes 180"),
    (["--demand-crs", "GCJ02"], "without --demand"),
    (["--datum", "GCJ02"], "--datum is only for .geojson"),
    (["--datum", "GCJ02", "-o", "a.gpkg"], "a.gpkg: --datum is only for"),
    (["--datum", "GCJ02", "-o", "a.json", "--uncovered", "b.shp"], "b.shp: --datum"),
    (["--encoding", "gbk", "-o", "a.csv"], "--encoding is only for .shp .zip"),
    (["--encoding", "BIG5", "-o", "a.shp"], "choose from UTF-8, GB18030"),
    (["--bom", "-o", "-"], "--bom is only for .csv .tsv"),
    (["--at", "Sa 24:00"], "“24:00”: the time of day must be from 00:00 to 23:59"),
    (["--snap", "100"], "--snap is given without --streets"),
    (["--barriers", "b.shp"], "--barriers is given without --streets"),
    (["--reverse"], "--reverse is given without --streets"),
    (["--station-extra-field", "m"], "add --streets FILE"),
    (["--streets", "s", "--dispatch", "2"], "--dispatch is given without --reverse"),
    (["--streets", "s", "--barriers-crs", "GCJ02"], "--barriers-crs is given without --barriers"),
    (["--streets", "s", "--gates-crs", "GCJ02"], "--gates-crs is given without --gates"),
    (["--streets", "s", "--snap", "0"], "more than 0, at most 2000"),
    (["--streets", "s", "--snap", "2001"], "--snap: 2001 metres is out of range"),
    (["--streets", "s", "--private", "maybe"], "choose from yes, no"),
    (["--streets", "s", "--leg-barriers", "all"], "choose from osm, none"),
    (["--group", "elderly"], "is not NAME:FIELD:PROFILE"),
    (["--group", "old ones:pop:elderly"], "a name is letters"),
    (["--group", "a:pop:fast"], "neither adult, elderly, brisk nor a speed"),
    (["--group", "a:pop:0"], "“0”"), (["--group", "a::adult"], "a field must follow"),
    (["--sensitivity", "curve.xlsx"], "curve.xlsx: --sensitivity writes .csv or .json"),
    (["--at", "Sa 24:00"], "“24:00”: the time of day must be from 00:00 to 23:59"),
    (["--quiet=yes"], "--quiet takes no value"), (["--raduis", "5"], "did you mean --radius?"),
    (["--Radius", "5"], "did you mean --radius?"), (["--stations_crs", "x"], "--stations-crs"),
    (["--zzz"], "see: lifecircle help coverage"), (["-x"], "unknown option -x"),
    (["-radius", "5"], "type two hyphens: --radius"), (["—radius", "5"], "type two plain hyphens"),
    (["--radius"], "--radius needs a value"), (["-o"], "--output needs a value"),
    (["--radius", "--quiet"], "--radius needs a value, but --quiet follows"),
    (["-o", "--summary=a"], "but --summary=a follows"),
    (["extra.csv"], "unexpected “extra.csv”"), (["--", "--quiet"], "unexpected “--quiet”"),
  ]

  @Test(arguments: cases)
  func `A wrong line names the option, the value seen and what to type`(
    words: [String], says: String
  ) {
    let error = failure(["coverage", "--blocks", "b", "--stations", "s"] + words)
    #expect(error?.kind == .usage)
    #expect(error?.line(in: .english).contains(says) == true, "\(error?.line(in: .english) ?? "")")
    #expect(error?.message.chinese.isEmpty == false)
  }

  @Test(arguments: [
    ([], "no command is given"), (["--quiet"], "no command is given"),
    (["coverge"], "did you mean coverage?"),
    (["spark"], "there is no command “spark” in this version"),
    (
      ["spark"],
      "commands: coverage, site, check, report, compare, isochrone, network, convert, doctor, serve, "
        + "tile, merge"
    ),
    (["merge"], "merge needs DIR"),
    (["merge", "tiles"], "merge needs a PART"),
    (["merge", "tiles", "parts", "--new", "3"], "--new goes with --curves only"),
    (["merge", "tiles", "parts", "--budget", "3"], "--budget goes with --curves only"),
    (["merge", "--curves", "a.json"], "--curves needs --new N or --budget COST"),
    (["merge", "--curves", "a.json", "--new", "1", "--budget", "2"], "--curves needs --new N or"),
    (["merge", "--curves", "a", "--new", "1", "--group-by", "b"], "--group-by does not go with"),
    (["merge", "t", "p", "--sensitivity", "c.xlsx"], "--sensitivity writes .csv or .json"),
    (["merge", "t", "p", "--uncovered", "g.geojson"], "gap polygons of tiles are not joined"),
    (["merge", "t", "p", "--bom"], "--bom is only for .csv .tsv"),
    (["tile"], "tile needs --blocks FILE and --stations FILE and --output DIR"),
    (["tile", "--blocks", "b", "--stations", "s"], "tile needs --output DIR"),
    (
      ["tile", "--blocks", "b", "--stations", "s", "-o", "d", "--tile-blocks", "0"], "--tile-blocks"
    ),
    (["coverage", "--tile", "t", "--radius", "300"], "--radius is given beside --tile"),
    (["coverage", "--tile", "t", "--blocks", "b"], "--blocks is given beside --tile"),
    (["coverage", "--tile", "t", "--group-by", "f"], "--group-by is given beside --tile"),
    (["--blocks", "b"], "--blocks stands before a command"), (["coverage"], "needs --blocks"),
    (["coverage", "--blocks", "b"], "needs --stations"), (["convert", "a"], "needs OUT"),
    (["convert", "a", "b"], "needs --from"),
    (["convert", "a", "b", "--from", "BD09"], "needs --to"),
    (["convert", "a", "b", "--control", "c", "--from", "BD09"], "--control and --from"),
    (["convert", "a", "b", "c"], "unexpected “c”"), (["doctor"], "needs a FILE"),
    (["help", "spark"], "no command “spark”"),
    (["help", "convert", "doctor"], "explains one command"),
    (["help", "convert", "--format", "bash"], "leave out “convert”"),
    (["help", "--format", "html"], "choose from text, man, bash, zsh, fish"),
    (["version"], "did you mean --version?"), (["-v"], "did you mean -V, --version?"),
    (["coverage"], "coverage needs --blocks FILE and --stations FILE"),
    (["coverage", "grid.shp"], "lifecircle coverage --blocks FILE --stations FILE"),
    (["network"], "network needs ACTION (build|info) and FILE"),
    (["--", "--blocks"], "no command “--blocks”"), (["coverage", "--version"], "--version"),
  ])
  func `A line without a usable command says so`(words: [String], says: String) {
    let error = failure(words)
    #expect(error?.kind == .usage)
    #expect(error?.line(in: .english).contains(says) == true, "\(error?.line(in: .english) ?? "")")
  }
}
