package io.hydrant.cli.redrive;

import io.hydrant.producer.Acknowledged;
import io.hydrant.producer.MarkBuilder;
import io.hydrant.producer.Outgoing;
import io.hydrant.producer.SendListener;
import io.hydrant.producer.SendReport;
import io.hydrant.producer.Sending;
import io.hydrant.producer.Setback;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;

/// Sends the records of one object after the other. [#carry] belongs to one thread.
public final class Resending implements Carrier {
    private final Sending.Plan plan;
    private final SdkHttpClient http;
    private final RedriveListener listener;
    private volatile boolean stopped;
    private volatile @Nullable Sending sending;

    /// @param plan one request at a time, which the caller's thread sends
    public Resending(Sending.Plan plan, SdkHttpClient http, RedriveListener listener) {
        if (plan.grouping().lanes() != 1) {
            throw new IllegalArgumentException("A redrive sends one request after the other");
        }
        this.plan = plan;
        this.http = http;
        this.listener = listener;
    }

    @Override
    public boolean carry(SelectedRecords records, MarkJournal journal, RedriveTotals totals)
            throws IOException, InterruptedException {
        boolean goesOn = journal.acknowledged() > 0;
        RequestNaming naming = journal.naming();
        MarkBuilder marks = MarkBuilder.behind(naming.first() + journal.acknowledged());
        Course course = new Course(totals, goesOn);
        Sending begun =
                new Sending(
                        plan, http, new Sending.Start(naming.producer(), marks), journal, course);
        sending = begun;
        if (stopped) {
            begun.stop();
        }
        try {
            SendReport report = begun.run(journal.guarding(records));
            return !report.interrupted();
        } finally {
            sending = null;
            totals.add(begun.report());
        }
    }

    /// What is told while an object's records are sent.
    private final class Course implements SendListener {
        private final RedriveTotals totals;
        private boolean goesOn;

        Course(RedriveTotals totals, boolean goesOn) {
            this.totals = totals;
            this.goesOn = goesOn;
        }

        @Override
        public void acknowledged(Acknowledged acknowledged) {
            for (Outgoing one : acknowledged.records()) {
                if (one instanceof ErrorRecord record) {
                    totals.add(record);
                }
            }
            if (goesOn && !acknowledged.repeatsAreHarmless()) {
                totals.noteThatSomeMayBeThereTwice();
            }
            goesOn = false;
            listener.advanced(totals);
        }

        @Override
        public void setback(Setback setback) {
            listener.setback(setback);
        }
    }

    @Override
    public boolean leavesMarks() {
        return true;
    }

    @Override
    public void stop() {
        stopped = true;
        Sending running = sending;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }
}
