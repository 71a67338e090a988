import Model

/// The styles of a page: screen, phone and paper.
enum PageStyle {
  /// Ink on white has a contrast of at least 7:1, small print of 5:1 (WCAG 2.1 asks for 4.5:1). Colours stand as they are:
  /// WeasyPrint 57 passes over borders whose colour is a variable.
  static func text(_ language: Language) -> String {
    let chinese = "\"\(PrintFonts.family)\",\"Noto Sans CJK SC\""
    let fonts =
      language == .chinese
      ? "\(chinese),\"Noto Sans SC\",\"PingFang SC\",\"Microsoft YaHei\",sans-serif"
      : "\"Noto Sans\",\"Helvetica Neue\",Arial,\(chinese),\"Microsoft YaHei\",sans-serif"
    let page =
      language == .chinese
      ? "\"第 \" counter(page) \" 页，共 \" counter(pages) \" 页\""
      : "counter(page) \" / \" counter(pages)"
    return """
      *{box-sizing:border-box}
      body{margin:0 auto;max-width:70rem;padding:0 1.25rem 3rem;color:#1d2733;background:#fff;
        font:16px/1.6 \(fonts);overflow-wrap:anywhere}
      .skip{position:absolute;left:-99rem;top:0;background:#0b4f8a;color:#fff;padding:.6rem 1rem;z-index:2000}
      .skip:focus{left:0}
      :focus-visible{outline:3px solid #b35900;outline-offset:2px}
      header{border-bottom:4px solid #0b4f8a;padding:1.5rem 0 .75rem}
      header p{margin:.2rem 0;color:#4a5868}
      h1{font-size:1.9rem;line-height:1.25;margin:0 0 .4rem}
      h2{font-size:1.35rem;margin:2.4rem 0 .7rem;padding-bottom:.25rem;border-bottom:1px solid #c9d2dc}
      h3{font-size:1.08rem;margin:1.6rem 0 .5rem}
      a{color:#0b4f8a}
      nav ol{columns:18rem;margin:1rem 0;padding-left:1.6rem}
      .tiles{list-style:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(13.5rem,1fr));gap:.8rem;padding:0}
      .tiles li{border:1px solid #c9d2dc;border-left:5px solid #0b4f8a;background:#f3f6f9;
        padding:.7rem .9rem;display:flex;flex-direction:column}
      .tiles li.alert{border-left-color:#9c2b0b}
      .tiles strong{font-size:1.7rem;line-height:1.3;font-variant-numeric:tabular-nums}
      .tiles li.alert strong{color:#9c2b0b}
      .tiles .label{font-weight:600}
      .tiles .basis{color:#4a5868;font-size:.86rem}
      .table{overflow-x:auto;margin:1rem 0}
      table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
      caption{text-align:left;font-weight:600;padding:.3rem 0}
      th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #c9d2dc;
        min-width:3rem;max-width:28rem;overflow-wrap:break-word}
      td.long{overflow-wrap:anywhere;min-width:9rem}
      th{background:#f3f6f9;border-bottom:2px solid #4a5868;white-space:normal;overflow-wrap:normal}
      th.s,td.s{white-space:nowrap}
      .n{text-align:right}
      td.n{white-space:nowrap}
      td.no{color:#9c2b0b;font-weight:600}
      th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
      th button::after{content:" \\2195";color:#4a5868}
      th[aria-sort=ascending] button::after{content:" \\2191";color:#1d2733}
      th[aria-sort=descending] button::after{content:" \\2193";color:#1d2733}
      td button{font:inherit;color:#0b4f8a;background:none;border:0;padding:0;text-decoration:underline;cursor:pointer;
        text-align:left}
      .note,footer{color:#4a5868;font-size:.88rem}
      footer{border-top:1px solid #c9d2dc;margin-top:3rem}
      figure{margin:1.2rem 0}
      figure img{max-width:100%;height:auto;border:1px solid #c9d2dc;display:block}
      figcaption{color:#4a5868;font-size:.9rem;margin-top:.3rem}
      .controls{display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:center;margin:.6rem 0}
      .controls input[type=search],.controls select{font:inherit;padding:.3rem .5rem;border:1px solid #4a5868;
        border-radius:3px;max-width:100%;background:#fff;color:#1d2733}
      #map{height:32rem;border:1px solid #4a5868;background:#eef2f5;z-index:0}
      #map-results{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem;padding:0;margin:.4rem 0}
      #map-results button{font:inherit;font-size:.9rem;border:1px solid #0b4f8a;background:#fff;color:#0b4f8a;
        border-radius:3px;padding:.15rem .5rem;cursor:pointer}
      #map-detail{min-height:1.6rem;margin:.4rem 0}
      .leaflet-container{font:inherit;font-size:.85rem}
      .leaflet-container .leaflet-control-attribution{color:#1d2733;background:#fff}
      .leaflet-tooltip{white-space:normal;width:max-content;max-width:18rem;color:#1d2733}
      .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1rem;padding:0;margin:.5rem 0;font-size:.88rem}
      .legend li{display:flex;align-items:center;gap:.35rem}
      .swatch{width:1.4rem;height:1rem;border:1px solid #777;display:inline-block}
      .swatch.thick{border:2.5px solid #111;background:#fff}
      .dot{width:.8rem;height:.8rem;border-radius:50%;background:#0b4f8a;border:1.5px solid #fff;outline:1px solid #0b4f8a}
      .pin{min-width:1.5rem;height:1.5rem;line-height:1.35rem;text-align:center;background:#fff;color:#111;
        border:2.5px solid #111;font-weight:700;font-size:.8rem;display:inline-block}
      @media (max-width:40rem){
        body{padding:0 .8rem 2rem;font-size:15px}
        h1{font-size:1.45rem}
        #map{height:24rem}
        th,td{padding:.3rem .4rem}
      }
      @page{size:A4;margin:18mm 15mm 18mm;@bottom-center{content:\(page);font:8pt \(fonts);color:#4a5868}}
      @media print{
        html{font-size:9.5pt}
        body{max-width:none;padding:0;font-size:9.5pt;line-height:1.5}
        .skip,nav,.map-box{display:none}
        header{padding-top:0}
        h2{break-after:avoid;margin-top:1.4rem}
        h3,caption{break-after:avoid}
        .tiles{display:block}
        .tiles li{display:inline-block;vertical-align:top;width:56mm;margin:0 2mm 2mm 0;break-inside:avoid}
        .tiles li>*{display:block}
        .tiles strong{font-size:15pt}
        .table{overflow:visible}
        table{font-size:8.2pt}
        table.fixed{font-size:8.5pt;table-layout:fixed}
        table.small{font-size:6.5pt}
        th,td{padding:1mm 1.5mm;min-width:0}
        td.long{min-width:0;width:26%}
        .fixed th,.fixed td{max-width:none;white-space:normal;padding:1mm 1.2mm}
        thead{display:table-header-group}
        tr,figure{break-inside:avoid}
        figure{margin:3mm 0}
        figure img{max-height:108mm;width:auto}
        th button::after{content:""}
        a{color:inherit;text-decoration:none}
      }

      """
  }
}
