package io.zmqspring.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What was measured, by row, contender and round. */
final class Results {
    private final Map<Scenario, Map<Contender, Map<Integer, Map<String, Double>>>> measured = new HashMap<>();

    void add(int round, Scenario scenario, Contender contender, Map<String, Double> values) {
        measured.computeIfAbsent(scenario, missing -> new HashMap<>())
                .computeIfAbsent(contender, missing -> new TreeMap<>())
                .put(round, values);
    }

    /** Median, least and most of the rounds. */
    record Spread(double median, double least, double most) {}

    /** The rounds' spread, or null if there is no figure. */
    Spread spread(Scenario scenario, Contender contender, Scenario.Figure figure) {
        return spread(byRound(scenario, contender, figure).values().stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    private static Spread spread(double[] values) {
        if (values.length == 0) {
            return null;
        }
        Arrays.sort(values);
        return new Spread(values[values.length / 2], values[0], values[values.length - 1]);
    }

    private Map<Integer, Double> byRound(Scenario scenario, Contender contender, Scenario.Figure figure) {
        Map<Integer, Double> values = new TreeMap<>();
        measured.getOrDefault(scenario, Map.of())
                .getOrDefault(contender, Map.of())
                .forEach((round, result) -> {
                    Double value = result.get(figure.key());
                    if (value != null) {
                        values.put(round, value);
                    }
                });
        return values;
    }

    /** The spread of our ratio to the better rival of the same round, or null if there was none. */
    Spread ratio(Scenario scenario, Scenario.Figure figure) {
        if (figure.target() == 0) {
            return null;
        }
        return spread(byRound(scenario, scenario.ours(), figure).entrySet().stream()
                .flatMap(ours -> {
                    OptionalDouble best = best(scenario, figure, ours.getKey());
                    return best.isPresent() ? Stream.of(ours.getValue() / best.getAsDouble()) : Stream.empty();
                })
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    private OptionalDouble best(Scenario scenario, Scenario.Figure figure, int round) {
        double[] rivals = scenario.rivals()
                .flatMap(rival ->
                        Stream.ofNullable(byRound(scenario, rival, figure).get(round)))
                .mapToDouble(Double::doubleValue)
                .toArray();
        return figure.moreIsBetter()
                ? Arrays.stream(rivals).max()
                : Arrays.stream(rivals).min();
    }
}
