package io.millrace.jobs.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Least squares with one intercept per group: everything is centred within its group first. */
record LinearFit(double[] coefficients, double residualDeviation) {

    static <T> LinearFit within(
            List<T> items, Function<T, String> group, ToDoubleFunction<T> target, List<ToDoubleFunction<T>> inputs) {
        int width = inputs.size();
        Map<String, List<double[]>> rows = items.stream()
                .collect(Collectors.groupingBy(
                        group,
                        Collectors.mapping(
                                item -> {
                                    double[] row = Arrays.copyOf(
                                            inputs.stream()
                                                    .mapToDouble(in -> in.applyAsDouble(item))
                                                    .toArray(),
                                            width + 1);
                                    row[width] = target.applyAsDouble(item);
                                    return row;
                                },
                                Collectors.toList())));
        rows.values().forEach(LinearFit::centre);
        List<double[]> all = rows.values().stream().flatMap(List::stream).toList();
        double[] solution = solve(normalEquations(all, width), width);
        return new LinearFit(solution, deviation(all, solution));
    }

    private static void centre(List<double[]> rows) {
        int width = rows.get(0).length;
        for (int i = 0; i < width; i++) {
            int column = i;
            double mean =
                    rows.stream().mapToDouble(row -> row[column]).average().orElseThrow();
            rows.forEach(row -> row[column] -= mean);
        }
    }

    private static double[][] normalEquations(List<double[]> rows, int width) {
        double[][] matrix = new double[width][width + 1];
        for (double[] row : rows) {
            for (int i = 0; i < width; i++) {
                for (int j = 0; j <= width; j++) {
                    matrix[i][j] += row[i] * row[j];
                }
            }
        }
        return matrix;
    }

    /** Gauss-Jordan elimination; normal equations need no pivoting. */
    private static double[] solve(double[][] matrix, int width) {
        for (int i = 0; i < width; i++) {
            double pivot = matrix[i][i];
            for (int j = 0; j <= width; j++) {
                matrix[i][j] /= pivot;
            }
            for (int k = 0; k < width; k++) {
                double factor = matrix[k][i];
                for (int j = 0; k != i && j <= width; j++) {
                    matrix[k][j] -= factor * matrix[i][j];
                }
            }
        }
        return Arrays.stream(matrix).mapToDouble(row -> row[width]).toArray();
    }

    private static double deviation(List<double[]> rows, double[] solution) {
        double squares = 0;
        for (double[] row : rows) {
            double error = row[solution.length];
            for (int i = 0; i < solution.length; i++) {
                error -= solution[i] * row[i];
            }
            squares += error * error;
        }
        return Math.sqrt(squares / rows.size());
    }
}
