package io.zmqspring.benchmarks;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;

/** The comparison as a table and as a picture. */
final class Report {
    private static final int DOTS_PER_INCH = 120;

    private final List<Scenario> scenarios;
    private final Results results;
    private final String jdk;

    Report(List<Scenario> scenarios, Results results, String jdk) {
        this.scenarios = scenarios;
        this.results = results;
        this.jdk = jdk;
    }

    /** Writes {@code compare-<jdk>.md} and, if there is anything to compare, {@code compare-<jdk>.png}. */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        String table = table();
        Files.writeString(directory.resolve("compare-" + jdk + ".md"), table);
        System.out.println(table);
        chart(directory.resolve("compare-" + jdk));
        curves(directory.resolve("growth-" + jdk));
    }

    /** The sockets in one table, the Spring applications in another. */
    private String table() {
        return Stream.of(Contender.CORE, Contender.SPRING)
                .map(ours -> scenarios.stream()
                        .filter(scenario -> scenario.ours() == ours)
                        .toList())
                .filter(rows -> !rows.isEmpty())
                .map(this::table)
                .collect(Collectors.joining("\n"));
    }

    private String table(List<Scenario> rows) {
        List<Contender> columns = Stream.of(Contender.values())
                .filter(contender ->
                        rows.stream().anyMatch(scenario -> scenario.contenders().contains(contender)))
                .toList();
        StringBuilder table = new StringBuilder("| JDK " + jdk + " | unit |");
        for (Contender contender : columns) {
            table.append(' ').append(contender.title()).append(" |");
        }
        table.append(" ratio to the better rival | wanted |\n|---|---|").append("---|".repeat(columns.size() + 2));
        for (Scenario scenario : rows) {
            for (Scenario.Figure figure : scenario.figures()) {
                table.append("\n| ")
                        .append(title(scenario, figure))
                        .append(" | ")
                        .append(figure.unit())
                        .append(" |");
                for (Contender contender : columns) {
                    table.append(' ')
                            .append(words(results.spread(scenario, contender, figure)))
                            .append(" |");
                }
                table.append(' ').append(words(results.ratio(scenario, figure))).append(" | ");
                table.append(wanted(figure)).append(" |");
            }
        }
        return table.append('\n').toString();
    }

    private static String title(Scenario scenario, Scenario.Figure figure) {
        return figure.key().equals("rate") ? scenario.title() : scenario.title() + ", " + figure.key();
    }

    private static String wanted(Scenario.Figure figure) {
        return figure.target() == 0 ? "" : (figure.moreIsBetter() ? "≥ " : "≤ ") + figure.target();
    }

    private static String words(Results.Spread spread) {
        return spread == null
                ? "–"
                : "**" + digits(spread.median()) + "** [" + digits(spread.least()) + " – " + digits(spread.most())
                        + "]";
    }

    /** Three figures that mean something. */
    private static String digits(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : value >= 0.01 ? 3 : 5;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private void chart(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            Scenario.Figure figure = scenario.figures().get(0);
            Results.Spread ratio = results.ratio(scenario, figure);
            if (ratio != null && scenario.ours() == Contender.CORE) {
                names.add(scenario.id());
                ours.add(Math.round(100 * (figure.moreIsBetter() ? ratio.median() : 1 / ratio.median())) / 100.0);
            }
        }
        if (names.isEmpty()) {
            return;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(Math.max(600, 60 * names.size())) // labels that do not fit are left out
                .height(480)
                .title("zmq-core: times as fast as the better of libzmq and JeroMQ, JDK " + jdk)
                .yAxisTitle("times")
                .build();
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisLabelRotation(90);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisMaxLabelCount(names.size());
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(0.1);
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setSeriesColors(new Color[] {new Color(0x2E7D5B)});
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
        chart.addSeries("zmq-core", names, ours);
        save(chart, file);
    }

    /** How much of the throughput is left as something grows. */
    private void curves(Path file) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(700)
                .height(420)
                .title("zmq-core: throughput as something grows, JDK " + jdk)
                .xAxisTitle("how many")
                .yAxisTitle("% of the throughput with one")
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        Map<String, String> grows = Map.of("threads", "threads", "spread", "connections", "topics", "subscriptions");
        boolean any = false;
        for (Map.Entry<String, String> entry : grows.entrySet()) {
            any |= addCurve(chart, entry.getKey(), entry.getValue());
        }
        if (any) {
            save(chart, file);
        }
    }

    private boolean addCurve(XYChart chart, String prefix, String what) {
        List<Integer> sizes = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            String[] id = scenario.id().split("-");
            Results.Spread rate =
                    results.spread(scenario, Contender.CORE, scenario.figures().get(0));
            if (id[0].equals(prefix) && rate != null) {
                sizes.add(Integer.parseInt(id[1]));
                rates.add(rate.median());
            }
        }
        if (sizes.size() < 2) {
            return false;
        }
        rates.replaceAll(percentOf(rates.get(0)));
        chart.addSeries(what, sizes, rates);
        return true;
    }

    private static UnaryOperator<Double> percentOf(double whole) {
        return part -> 100 * part / whole;
    }

    private static void save(Chart<?, ?> chart, Path file) throws IOException {
        BitmapEncoder.saveBitmapWithDPI(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG, DOTS_PER_INCH);
    }
}
